# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Programs that several scenarios of the lab start. Needs net.sh and ../gateway/programs.sh.

# version_of PACKAGE [NAME]: a line for versions(), from Debian's package.
version_of() { echo "${2:-$1} $(dpkg-query -W -f '${Version}' "$1" 2>/dev/null)"; }

# node_version_of MODULE
node_version_of() { echo "$1 $(sed -n 's/^[[:space:]]*"version": "\([0-9][^"]*\)".*/\1/p' "$node_modules/$1/package.json")"; }

node_modules=$NODE/node_modules		# what tests/lab/node/package.json names, installed

# A file takes some seconds at 1 mbit/s, and none otherwise.
if [ "$phase" = throttle ]; then film_mb=2; else film_mb=1; fi

# bt_film [ANNOUNCE-URL…]: $tmp/files/film.bin, and $tmp/film.torrent of it.
bt_film() {
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	make_torrent "$tmp/film.torrent" "$tmp/files/film.bin" "$@"
}

# bt_tracker HOST NAME TORRENT…: opentracker on that host's IPv4 address, HTTP and UDP on port 6969.
bt_tracker() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	aria2c -S "$@" | sed -n 's/^Info Hash: //p' >"$tmp/home-$name/whitelist"
	spawn "$host" "$name" opentracker -i "$(addr4 "$host")" -p 6969 -P 6969 -d "$tmp/home-$name" -w whitelist
	wait_for 10 listens "$(ns "$host")" 6969 udp
}

# bt_aria2 HOST NAME DIRECTORY TORRENT PORT [OPTION…]: its RPC port is one higher.
bt_aria2() {
	local host=$1 name=$2 dir=$3 torrent=$4 port=$5
	shift 5
	mkdir -p "$dir"
	give "$name" "$dir"
	spawn "$host" "$name" aria2c "${aria2_options[@]}" --dir="$dir" \
		--listen-port="$port" --dht-listen-port="$port" --rpc-listen-port=$((port + 1)) "$@" "$torrent"
	wait_for 10 listens "$(ns "$host")" $((port + 1))
}

# bt_seeds HOST PORT FILE: that aria2 has all of $tmp/files/FILE.
bt_seeds() { [ "$(completed "$(ns "$1")" "$2")" = "$(stat -c %s "$tmp/files/$3")" ]; }

# lab_web HOST NAME DIRECTORY [DIRECTIVES]: nginx on port 80, IPv4 and IPv6; DIRECTIVES go into its server block.
lab_web() {
	local host=$1 name=$2

	uid_of "$name"
	nginx_conf "$tmp/home-$name" "$3" "${4:-}"
	spawn "$host" "$name" nginx -e stderr -c "$tmp/home-$name/nginx.conf"
	wait_for 10 listens "$(ns "$host")" 80
}

# spawn_node HOST NAME SCRIPT [ARGUMENT…]: tests/lab/node/SCRIPT, with the modules that package.json names.
spawn_node() {
	local host=$1 name=$2 script=$3
	shift 3
	[ -d "$tmp/node" ] || { cp -r "$lab/node" "$tmp/node" && ln -s "$node_modules" "$tmp/node/node_modules"; }
	spawn "$host" "$name" node "$tmp/node/$script" "$@"
}

# chromium_at HOST NAME URL [OPTION…]: a headless browser on that page.
chromium_at() {
	local host=$1 name=$2 url=$3
	shift 3
	spawn "$host" "$name" chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync --disable-breakpad \
		--user-data-dir="$tmp/home-$name/profile" "$@" "$url"
}
