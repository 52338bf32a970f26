#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Something innocent comes first, and the peer never gets it: a short time to live, numbers of no window, options that
# nobody asked for. Peers and DHT node are unmodified. Each trick is shown to work where nothing is blocked.
#
#     client ── gateway ── server, a router here ── peer

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss nft conntrack python3 aria2c mktorrent transmission-daemon transmission-remote
network 1

decoy=$here/decoy.py
lan=$(client)
peer="pw$$p"
peer4=10.89.0.2
peer6=fd00:89::2

policy_for_all allow
policy block <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules: [{name: all, protocols: [all], from: likely, action: block}]
END

# The peer is one hop behind the server, so that a packet can pass the gateway and not arrive.
far_peer() {
	add_namespace "$peer" || return
	join "$peer" eth0 $peer4/24 $peer6/64 "$server" back 10.89.0.1/24 fd00:89::1/64
	ip -n "$peer" route add default via 10.89.0.1
	ip -n "$peer" route add default via fd00:89::1
	ip -n "$gateway" route add 10.89.0.0/24 via "$server4"
	ip -n "$gateway" route add fd00:89::/64 via "$server6"
	in_ns "$server" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	wait_for 5 links_are_up
}

# The sender's kernel knows nothing of its connections, and would end them.
silent_kernel() {
	in_ns "$lan" nft 'add table inet silent
		add chain inet silent out { type filter hook output priority 0; }
		add rule inet silent out meta mark != 7 tcp flags & rst != 0 drop
		add rule inet silent out icmp type destination-unreachable drop
		add rule inet silent out icmpv6 type destination-unreachable drop'
}

peers() {
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" 2
	make_torrent "$tmp/film.torrent" "$tmp/files/film.bin" "http://$peer4:1/announce"
	info_hash=$(aria2c -S "$tmp/film.torrent" | sed -n 's/^Info Hash: //p')
	transmission "$peer" seeder "$tmp/files" 51413 --utp || return
	remote "$peer" 51413 -a "$tmp/film.torrent" >/dev/null
	start "$peer" dht python3 "$decoy" dht $peer4 6999
	start "$peer" polite python3 "$decoy" polite $peer4 6900 51413
	wait_for 10 listens "$peer" 6999 udp && wait_for 10 listens "$peer" 6900
}

address_of() { case $1 in *destination*) echo $peer6 ;; *) echo $peer4 ;; esac; }
port_of() { case $1 in *polite*) echo 6900 ;; dht*) echo 6999 ;; *) echo 51413 ;; esac; }

# An address for each trick, since a peer does not like to be called again at once.
number=10
tried() {
	local from=10.77.1.$number
	[ "$(address_of "$2")" = $peer4 ] || from=fd00:77:1::$number
	in_ns "$lan" env DECOY_FROM="$from" timeout 30 python3 "$decoy" "$1" "$2" "$(address_of "$2")" "$(port_of "$2")" "$info_hash"
}

source_addresses() {
	local n
	for ((n = 10; n < 90; n++)); do
		ip -n "$lan" addr add "10.77.1.$n/24" dev eth0
		ip -n "$lan" addr add "fd00:77:1::$n/64" dev eth0 nodad
	done
}

passes() {
	local got
	number=$((number + 1))
	got=$(tried "$1" "$2")
	[ "$got" ] && [ "$got" != 0 ] && [ "$got" != nothing ] && [ "$got" != 'no connection' ] ||
		fail "the trick itself does not work: ${got:-it ended early}"
}

is_blocked() {
	local got
	number=$((number + 1))
	got=$(tried "$1" "$2")
	[ "$got" = 0 ] || [ "$got" = nothing ] || fail "the peer answered: $got"
}

# tricks FUNCTION WORDS
tricks() {
	local name
	while read -r name <&3; do case_of "tcp, $name: $2" "$1" tcp "$name"; done 3< <(python3 "$decoy" names)
	while read -r name <&3; do case_of "udp, $name: $2" "$1" udp "$name"; done 3< <(python3 "$decoy" udp-names)
}

far_peer && source_addresses && silent_kernel && peers || { echo "the peers did not come up"; show_logs; exit 1; }

daemon_start allow
need_daemon
tricks passes "works where nothing is blocked"
daemon_stop

in_ns "$gateway" conntrack -F 2>/dev/null
daemon_start block
need_daemon
tricks is_blocked "is blocked"
daemon_stop
finish
