# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# BitTorrent programs of the lab, beside those of programs.sh.

# info_hash TORRENT: in hexadecimal.
info_hash() { aria2c -S "$1" | sed -n 's/^Info Hash: //p'; }

# tracker_knows HOST NAME TORRENT: it has one peer of it, complete or not; asked on that host itself.
tracker_knows() {
	local hash
	hash=$(info_hash "$3" | sed 's/../%&/g')
	as "$1" "$2" curl -s --max-time 2 "http://$(addr4 "$1"):6969/scrape?info_hash=$hash" | grep -aq 'completei1e'
}

# make_torrent_v2 OUT FILE: without a v1 hash, and without a tracker.
make_torrent_v2() {
	/usr/bin/python3 - "$1" "$2" <<-'END'
		import os, sys, libtorrent as lt
		files = lt.file_storage()
		lt.add_files(files, sys.argv[2])
		torrent = lt.create_torrent(files, piece_size=16384, flags=lt.create_torrent_flags_t.v2_only)
		lt.set_piece_hashes(torrent, os.path.dirname(sys.argv[2]))
		with open(sys.argv[1], 'wb') as out:
		    out.write(lt.bencode(torrent.generate()))
	END
}

# --- transmission -------------------------------------------------------------

# bt_transmission HOST NAME DIRECTORY PORT [OPTION…]: a daemon; its RPC port is one higher.
bt_transmission() {
	local host=$1 name=$2 dir=$3 port=$4
	shift 4
	mkdir -p "$dir"
	give "$name" "$dir"
	spawn "$host" "$name" transmission-daemon -f -g "$tmp/home-$name" -w "$dir" \
		--no-incomplete-dir --no-portmap --no-dht --no-lpd --no-auth -a 127.0.0.1 --no-blocklist \
		--port "$port" -p $((port + 1)) "$@"
	disown "$started"		# it may abort at its end, and the shell would say so
	wait_for 10 listens "$(ns "$host")" $((port + 1))
}

# bt_remote HOST NAME PORT OPTION…: speaks to that daemon.
bt_remote() {
	local host=$1 name=$2 port=$3
	shift 3
	as "$host" "$name" transmission-remote "127.0.0.1:$((port + 1))" "$@"
}

# bt_transmission_film HOST NAME DIRECTORY PORT [OPTION…]: a daemon with film.torrent to do.
bt_transmission_film() { bt_transmission "$@" && bt_remote "$1" "$2" "$4" -a "$tmp/film.torrent"; }

# bt_remote_seeds HOST NAME PORT: its first torrent is complete.
bt_remote_seeds() { bt_remote "$1" "$2" "$3" -t 1 -i | grep -q 'Percent Done: 100%'; }

# --- qbittorrent --------------------------------------------------------------

# bt_qbittorrent HOST NAME PORT [KEY=VALUE…]: peers by PORT, its web API one higher. Keys are
# those of the session; without any, nothing finds a peer but a tracker.
bt_qbittorrent() {
	local host=$1 name=$2 port=$3 conf
	shift 3
	uid_of "$name"
	conf=$tmp/home-$name/qBittorrent/config
	mkdir -p "$conf"
	{
		printf '%s\n' '[LegalNotice]' Accepted=true '[Preferences]' 'WebUI\LocalHostAuth=false' 'WebUI\Address=127.0.0.1' '[BitTorrent]'
		printf 'Session\\%s\n' "Port=$port" DHTEnabled=false LSDEnabled=false PeXEnabled=false \
			BTProtocol=TCP Encryption=2 QueueingSystemEnabled=false uTPRateLimited=false IgnoreLimitsOnLAN=true MultiConnectionsPerIp=true "$@"
		printf '%s\n' '[Network]' 'PortForwardingEnabled=false'
	} >"$conf/qBittorrent.conf"
	give "$name" "$tmp/home-$name"
	spawn "$host" "$name" qbittorrent-nox --profile="$tmp/home-$name" --webui-port=$((port + 1))
	wait_for 15 listens "$(ns "$host")" $((port + 1))
}

# qb HOST NAME PORT METHOD OPTION…: asks its web API; the options are curl's.
qb() {
	local host=$1 name=$2 port=$3 method=$4
	shift 4
	as "$host" "$name" curl -s --max-time 5 "http://127.0.0.1:$((port + 1))/api/v2/$method" "$@"
}

# qb_add HOST NAME PORT DIRECTORY TORRENT-OR-MAGNET
qb_add() {
	local source="torrents=@$5"
	case $5 in magnet:*) source="urls=$5" ;; esac
	mkdir -p "$4"
	give "$2" "$4"
	qb "$1" "$2" "$3" torrents/add -F "$source" -F "savepath=$4"
}

# bt_qbittorrent_film HOST NAME PORT DIRECTORY [KEY=VALUE…]: one with film.torrent to do.
bt_qbittorrent_film() { bt_qbittorrent "${@:1:3}" "${@:5}" && qb_add "${@:1:4}" "$tmp/film.torrent"; }

# qb_is HOST NAME PORT STATE: of its one torrent, a pattern.
qb_is() { qb "$1" "$2" "$3" torrents/info | grep -Eq "\"state\":\"($4)\""; }

# qb_seeds HOST NAME PORT
qb_seeds() { qb_is "$1" "$2" "$3" 'stalledUP|uploading'; }

# qb_peer HOST NAME PORT ADDRESS:PORT: tells its one torrent of a peer.
qb_peer() {
	local hash
	wait_for 10 qb_is "$1" "$2" "$3" 'stalledDL|downloading'
	hash=$(qb "$1" "$2" "$3" torrents/info | sed -n 's/.*"hash":"\([0-9a-f]*\)".*/\1/p')
	qb "$1" "$2" "$3" torrents/addPeers --data-urlencode "hashes=$hash" --data-urlencode "peers=$4"
}

# --- the others ---------------------------------------------------------------

# bt_rtorrent HOST NAME DIRECTORY PORT TORRENT [SETTING…]: seeds what is there, fetches what is not.
bt_rtorrent() {
	local host=$1 name=$2 dir=$3 port=$4 torrent=$5 setting options=()
	shift 5
	mkdir -p "$dir"
	give "$name" "$dir"
	for setting in system.daemon.set=true network.port_range.set="$port-$port" directory.default.set="$dir" \
		dht.mode.set=disable protocol.pex.set=no pieces.hash.on_completion.set=no "$@"; do
		options+=(-o "$setting")
	done
	spawn "$host" "$name" rtorrent -n "${options[@]}" "$torrent"
}

# bt_deluge HOST NAME DIRECTORY PORT: a daemon; its RPC port is one higher.
bt_deluge() {
	local host=$1 name=$2 dir=$3 port=$4 home
	uid_of "$name"
	home=$tmp/home-$name
	mkdir -p "$dir" "$home/deluge"
	cat >"$home/deluge/core.conf" <<-END
		{ "file": 1, "format": 1 }
		{
			"download_location": "$dir", "random_port": false, "listen_ports": [$port, $port],
			"dht": false, "lsd": false, "upnp": false, "natpmp": false, "utpex": false,
			"enc_in_policy": 2, "enc_out_policy": 2, "new_release_check": false, "send_info": false,
			"rate_limit_ip_overhead": false, "ignore_limits_on_local_network": true
		}
	END
	give "$name" "$dir" "$home"
	spawn "$host" "$name" deluged -d -c "$home/deluge" -p $((port + 1)) -L warning
	wait_for 15 listens "$(ns "$host")" $((port + 1))
}

# deluge_console HOST NAME PORT COMMAND…
deluge_console() {
	local host=$1 name=$2 port=$3
	shift 3
	as "$host" "$name" timeout 15 deluge-console -c "$tmp/home-$name/deluge" -d 127.0.0.1 -p $((port + 1)) "$*"
}

# bt_ctorrent HOST NAME DIRECTORY PORT TORRENT: seeds what is there, fetches what is not.
# Its input must not end, or it forgets that it awaits the tracker's answer.
bt_ctorrent() {
	local host=$1 name=$2 dir=$3 port=$4 torrent=$5
	mkdir -p "$dir"
	uid_of "$name"
	mkfifo "$tmp/home-$name/input"
	give "$name" "$dir" "$tmp/home-$name"
	# shellcheck disable=SC2016
	spawn "$host" "$name" sh -c 'exec ctorrent "$@" <>input' sh -s "$dir/film.bin" -p "$port" -e 1 "$torrent"
}
