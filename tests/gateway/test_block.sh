#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Blocked means that no byte of the file arrives, and that the web beside it
# does not notice. All downloads try at the same time, each LAN host under a
# rule of its own:
#
#     1  everything of BitTorrent is blocked, trackers too
#     2  trackers are free, peers are blocked
#     3  trackers are free, peers are rejected
#     4  as 2, with a client that prefers uTP
#     5  no torrent, just the web

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=swarm.sh
. "$(dirname "$0")/swarm.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

trying_s=20

need ip ss curl nginx nft conntrack aria2c mktorrent opentracker transmission-daemon transmission-remote
network 5
swarm 20 || { echo "the swarm did not start"; exit 1; }
transmission "$server" utp-seeder "$tmp/files" $port_utp --utp || { echo "no uTP seeder"; exit 1; }
remote "$server" $port_utp -a "$tmp/four.torrent" >/dev/null
only_utp "$server" $port_utp

policy block <<-END
	version: 1
	gateway: {lan: [lan1, lan2, lan3, lan4, lan5], failure: open}
	rules:
	  - name: nothing at all for host 1
	    hosts: [10.77.1.2, "fd00:77:1::2"]
	    protocols: [bittorrent]
	    action: block
	  - {name: trackers are free, hosts: [$second4, "$second6"], action: allow}
	  - name: a clear no for host 3
	    hosts: [10.77.3.2, "fd00:77:3::2"]
	    protocols: [bittorrent]
	    action: reject
	  - {name: no torrents, protocols: [bittorrent], action: block}
END

start_all() {
	local host

	daemon_start block || fail "peerwall did not start" || return
	for host in 1 2 3; do
		leech "$(client "$host")" 4 four"$host" || fail "no leecher" || return
		leech "$(client "$host")" 6 six"$host" || fail "no leecher" || return
	done
	transmission "$(client 4)" utp4 "$tmp/utp4" "$port_utp" --utp || fail "no leecher" || return
	remote "$(client 4)" "$port_utp" -a "$tmp/four.torrent" >/dev/null
}

web_meanwhile() {
	local end=$((SECONDS + trying_s)) n=0

	while [ "$SECONDS" -lt "$end" ]; do
		page_arrives "$(client 5)" "$server4" || fail "HTTP over IPv4 was disturbed" || return
		page_arrives "$(client 5)" "[$server6]" || fail "HTTP over IPv6 was disturbed" || return
		n=$((n + 2))
		sleep 0.2
	done
	[ "$n" -ge 10 ] || fail "only $n pages"
}

# nothing_came HOST NAME [PORT]
nothing_came() {
	local bytes

	bytes=$(arrived "$tmp/$2/film.bin")
	[ "$bytes" = 0 ] || fail "$bytes bytes of the file came" || return
	[ $# = 3 ] || return 0
	bytes=$(completed "$(client "$1")" "$3")
	[ "$bytes" = 0 ] || fail "aria2 says that $bytes bytes came"
}

# What came in by all means: trackers, handshakes, their repetitions.
little_came() {
	local host bytes

	for host in 1 2 3 4; do
		bytes=$(received "$(client "$host")")
		[ "$bytes" -lt 200000 ] || fail "host $host took in $bytes bytes" || return
	done
}

# The swarm was there all the time: without peerwall the same client gets the film.
film_comes_after_flush() {
	pw flush >/dev/null || fail "flush failed" || return
	wait_for 60 has_film four2 || fail "$(arrived "$tmp/four2/film.bin") bytes in 60 s"
}

case_of "block: peerwall and all the clients start" start_all
need_daemon
case_of "block: HTTP beside it, IPv4 and IPv6" web_meanwhile
case_of "block: BitTorrent over IPv4, tracker and peers" nothing_came 1 four1 $port4
case_of "block: BitTorrent over IPv6, tracker and peers" nothing_came 1 six1 $port6
case_of "block: BitTorrent over IPv4, peers" nothing_came 2 four2 $port4
case_of "block: BitTorrent over IPv6, peers" nothing_came 2 six2 $port6
case_of "reject: BitTorrent over IPv4, peers" nothing_came 3 four3 $port4
case_of "reject: BitTorrent over IPv6, peers" nothing_came 3 six3 $port6
case_of "block: BitTorrent over uTP" nothing_came 4 utp4
case_of "block: hardly a byte on the wire" little_came
case_of "block: after a flush the film comes" film_comes_after_flush
case_of "block: sanitizers are quiet" sanitizers_are_quiet
finish
