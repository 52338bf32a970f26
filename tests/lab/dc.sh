# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Direct Connect: hubs, and the clients EiskaltDC++, ncdc and microdc2. Needs net.sh and ../gateway/programs.sh.

# dc_film: what is shared. ncdc never finishes a file of just 2 MB, so it is a little longer.
dc_film() {
	mkdir "$tmp/share"
	make_file "$tmp/share/film.bin" "$film_mb"
	echo end >>"$tmp/share/film.bin"
}

# --- hubs ---------------------------------------------------------------------

# dc_adc_hub HOST NAME [tls]: uhub on port 1511; with tls it takes nothing else.
dc_adc_hub() {
	local host=$1 name=$2 home lines=()

	uid_of "$name"
	home=$tmp/home-$name
	if [ "${3:-}" ]; then
		openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hub -keyout "$home/key" -out "$home/crt" 2>/dev/null
		lines=(tls_enable=yes tls_require=yes tls_certificate="$home/crt" tls_private_key="$home/key")
	fi
	uhub_conf "$home" "${lines[@]}"
	give "$name" "$home"
	spawn "$host" "$name" uhub -c "$home/uhub.conf"
	wait_for 10 listens "$(ns "$host")" 1511
}

# dc_nmdc_hub HOST NAME: the small hub of nmdc_hub.py, port 411.
dc_nmdc_hub() {
	spawn "$1" "$2" "$lab/nmdc_hub.py" "$(addr4 "$1")" 411
	wait_for 10 listens "$(ns "$1")" 411
}

# --- EiskaltDC++: JSON-RPC on port 3121 ----------------------------------------

# dc_eiskalt HOST NICK: active; peers come to port 3000.
dc_eiskalt() {
	local host=$1 nick=$2 home

	uid_of "$nick"
	home=$tmp/home-$nick
	eiskalt_conf "$home" "$nick" "$(addr4 "$host")"
	give "$nick" "$home"
	spawn "$host" "$nick" eiskaltdcpp-daemon -v -c "$home" -l "$home" -p "$home/pid" -S "$home/daemon.log"
	disown "$started"		# it crashes at its end, and the shell would say so
	wait_for 15 listens "$(ns "$host")" 3121
}

# dc_eiskalt_fetch HOST HUB NICK NAME DIRECTORY: joins, and fetches films/NAME of that user.
dc_eiskalt_fetch() {
	local here

	here=$(ns "$1")
	dc_join "$here" "$2"
	wait_for 8 dc_sees "$here" "$2" "$3" || fail "not on the hub" || return
	dc_ask_list "$here" "$2" "$3"
	wait_for 10 dc_has_list "$here" || fail "no file list" || return
	dc_get "$here" "$4" "$5"
}

# --- ncdc, microdc2: programs for a terminal ----------------------------------

# dc_typed HOST NICK COMMAND…: on a terminal; dc_type types.
dc_typed() {
	local host=$1 nick=$2
	shift 2
	uid_of "$nick"
	mkfifo "$tmp/home-$nick/keys"
	give "$nick" "$tmp/home-$nick"
	spawn "$host" "$nick" "$lab/terminal.py" "$tmp/home-$nick/keys" "$@"
}

# dc_type NICK LINE…: each with Enter.
dc_type() {
	local nick=$1
	shift
	printf '%s\r' "$@" | timeout 5 dd of="$tmp/home-$nick/keys" oflag=nonblock status=none
}

# dc_key NICK KEYS: without Enter.
dc_key() { printf '%s' "$2" | timeout 5 dd of="$tmp/home-$1/keys" oflag=nonblock status=none; }

# dc_ncdc HOST NICK MODE [SHARE]: active, passive, with -tls; peers come to port 3000, once it is on a hub.
dc_ncdc() {
	local host=$1 nick=$2 mode=$3 active=false tls=disabled

	case $mode in active*) active=true ;; esac
	case $mode in *-tls) tls=prefer ;; esac
	dc_typed "$host" "$nick" ncdc -c "$tmp/home-$nick/ncdc"
	wait_for 20 dc_ncdc_logs "$nick" main 'Welcome to ncdc' || return
	dc_type "$nick" "/set nick $nick" "/set active_ip $(addr4 "$host"),$(addr6 "$host")" '/set active_port 3000' \
		"/set tls_policy $tls" "/set active $active"
	if [ "${4:-}" ]; then
		dc_type "$nick" "/share films $4"
		wait_for 15 dc_ncdc_logs "$nick" ../stderr 'Completed hashing' || fail "not hashed" || return
		dc_type "$nick" /refresh		# else its list of files is a minute old
		wait_for 10 dc_ncdc_shares "$nick" || fail "not in its list" || return
	fi
}

dc_ncdc_shares() { bzcat "$tmp/home-$1/ncdc/files.xml.bz2" | grep -q '<File '; }

# dc_ncdc_logs NICK LOG TEXT: that its log (main, #hub, transfers, ../stderr) has it.
dc_ncdc_logs() { grep -q "$3" "$tmp/home-$1/ncdc/logs/$2.log"; }

# dc_ncdc_join NICK HUB
dc_ncdc_join() {
	dc_type "$1" "/open hub $2"
	wait_for 8 grep -q "$1 @ " "$tmp/$1.log" || fail "$1 is not on the hub"
}

# dc_ncdc_fetch NICK OTHER: all that the other shares, as soon as the list of it has come.
dc_ncdc_fetch() {
	wait_for 12 dc_ncdc_browses "$1" "$2" || fail "no file list" || return
	sleep 0.5
	dc_key "$1" $'\e3'		# to the tab of the list
	sleep 0.5
	dc_key "$1" d
}

# Who has just come in does not know the others yet: so again and again.
dc_ncdc_browses() {
	dc_type "$1" "/browse $2"
	wait_for 2 ls "$tmp/home-$1/ncdc/fl/"*.xml.bz2
}

# dc_microdc HOST NICK MODE [SHARE]: microdc2, active on port 3000 or passive.
dc_microdc() {
	local host=$1 nick=$2 mode=$3 home

	uid_of "$nick"
	home=$tmp/home-$nick
	mkdir -p "$home/down" "$home/.microdc2"
	cat >"$home/.microdc2/config" <<-CONFIG
		set nick $nick
		set downloaddir $home/down
		set listenaddr $(addr4 "$host")
		set listenport 3000
		set active $([ "$mode" = active ] && echo on || echo off)
		${4:+share $4}
	CONFIG
	dc_typed "$host" "$nick" env TMPDIR="$home" microdc2
	wait_for 10 grep -q 'microdc2>' "$tmp/$nick.log" || return
	[ -z "${4:-}" ] || wait_for 20 dc_microdc_shares "$nick" || fail "not shared"
}

dc_microdc_shares() {
	dc_type "$1" status
	sleep 0.4
	tail -n 12 "$tmp/$1.log" | grep -iE 'shar.* [1-9][0-9]* bytes'
}

# dc_microdc_join NICK ADDRESS
dc_microdc_join() {
	dc_type "$1" "connect $2"
	wait_for 8 grep -qi 'logged in' "$tmp/$1.log" || fail "$1 is not on the hub"
}

# dc_microdc_fetch NICK OTHER DIRECTORY FILE: from what the other shares.
dc_microdc_fetch() {
	wait_for 12 dc_microdc_browses "$1" "$2" || fail "no file list" || return
	dc_type "$1" ls "cd $3" "get $4"
}

dc_microdc_browses() {
	dc_type "$1" "browse $2"
	sleep 2
	grep -q "Now browsing $2" "$tmp/$1.log"
}
