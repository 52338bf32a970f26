# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The swarm of the gateway tests: $tmp/files/film.bin with its seeders and
# trackers behind the gateway, over IPv4 and IPv6. Needs lib.sh, programs.sh.

port4=6881	# where the seeders listen; the leechers use the same numbers
port6=7881
port_utp=51413

# swarm MEGABYTES [TORRENT…]: files, web server, trackers and two seeders, and more
# torrents of the same film by their names, which nobody seeds yet.
swarm() {
	local torrent
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$1"
	make_file "$tmp/files/page.bin" 8
	chmod 755 "$tmp/files"
	make_torrent "$tmp/four.torrent" "$tmp/files/film.bin" "udp://$second4:6969/announce"
	make_torrent "$tmp/six.torrent" "$tmp/files/film.bin" "http://[$second6]/announce"
	static_tracker "$tmp/files/announce" $port6
	for torrent in "${@:2}"; do
		make_torrent "$tmp/$torrent.torrent" "$tmp/files/film.bin" "udp://$second4:6969/announce"
	done

	web_server "$server" "$tmp/files" &&
		tracker "$server" "$second4" "$tmp"/*.torrent &&
		aria2 "$server" seeder4 "$tmp/files" "$tmp/four.torrent" $port4 "${seeding[@]}" &&
		aria2 "$server" seeder6 "$tmp/files" "$tmp/six.torrent" $port6 "${seeding[@]}" &&
		wait_for 20 seeder_is_ready $port4 && wait_for 20 seeder_is_ready $port6
}

seeder_is_ready() { [ "$(completed "$server" "$1")" = "$(stat -c %s "$tmp/files/film.bin")" ]; }

# leech NAMESPACE 4|6 NAME [OPTION…]: a download into $tmp/NAME.
leech() {
	local ns=$1 family=$2 name=$3 port=port$2 torrent=four
	shift 3
	[ "$family" = 4 ] || torrent=six
	aria2 "$ns" "$name" "$tmp/$name" "$tmp/$torrent.torrent" "${!port}" "${fetching[@]}" "$@"
	leecher=$started
}

has_film() { same_file "$tmp/files/film.bin" "$tmp/$1/film.bin"; }

# page_arrives NAMESPACE ADDRESS: the web page, whole and unchanged.
page_arrives() {
	local out status

	out=$(mktemp "$tmp/page.XXXXXX")
	fetch "$1" "http://$2/page.bin" "$out" --max-time 20 && same_file "$tmp/files/page.bin" "$out"
	status=$?
	rm -f "$out"
	return $status
}

# grows NAMESPACE PORT SECONDS: how many bytes arrive in that time.
grows() {
	local before
	before=$(completed "$1" "$2")
	sleep "$3"
	echo $(($(completed "$1" "$2") - before))
}

# stands NAMESPACE PORT: within 30 s, 4 s pass without a byte. What lies in the
# sockets' buffers may still trickle in, as a client with a speed limit wants it.
stands() { wait_for 30 does_not_grow "$1" "$2"; }
does_not_grow() { [ "$(grows "$1" "$2" 4)" = 0 ]; }

# lan_hosts_apart: the leechers shall not feed each other.
lan_hosts_apart() {
	in_ns "$gateway" nft 'add table inet apart
		add chain inet apart forward { type filter hook forward priority 20; }
		add rule inet apart forward iifname "lan*" oifname "lan*" drop'
}
