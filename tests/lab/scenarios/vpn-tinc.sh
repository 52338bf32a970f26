# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: tinc nginx curl
#
# A file of random bytes comes through a tunnel of tinc, over TCP and UDP.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned client other:tinc
	owned server other:tinc
}

# tinc_host NAME ADDRESS [PEER]: its configuration.
tinc_host() {
	local dir=$tmp/tinc-$1

	mkdir -p "$dir/hosts"
	printf 'Name = %s\nDeviceType = tun\nInterface = tinc0\nPort = 655\n%s\n' "$1" "${3:+ConnectTo = $3}" >"$dir/tinc.conf"
	printf '#!/bin/sh\nip addr add %s/24 dev tinc0\nip link set tinc0 mtu 1400 up\n' "$2" >"$dir/tinc-up"
	chmod +x "$dir/tinc-up"
	printf 'Subnet = %s/32\n' "$2" >"$dir/hosts/$1"
	tincd -c "$dir" -K2048 </dev/null >/dev/null 2>&1
}

setup() {
	tinc_host server 10.9.0.1
	tinc_host client 10.9.0.2 server
	cp "$tmp/tinc-client/hosts/client" "$tmp/tinc-server/hosts/"
	{ echo "Address = $(addr4 o1)"; cat "$tmp/tinc-server/hosts/server"; } >"$tmp/tinc-client/hosts/server"
	mkdir "$tmp/www"
	random_file "$tmp/www/random.bin" 200k
	spawn_root o1 server tincd -c "$tmp/tinc-server" -D --pidfile="$tmp/server.pid" -d2
	lab_web o1 nginx "$tmp/www" && wait_for 10 listens "$(ns o1)" 655
}

go() {
	spawn_root l1 client tincd -c "$tmp/tinc-client" -D --pidfile="$tmp/client.pid" -d2
	wait_for 8 grep -q 'activated' "$tmp/client.log" || return
	as l1 curl curl -sS --max-time 8 -o "$tmp/home-curl/random.bin" http://10.9.0.1/random.bin
}

proved() { same_file "$tmp/www/random.bin" "$tmp/home-curl/random.bin"; }
versions() { version_of tinc; }
