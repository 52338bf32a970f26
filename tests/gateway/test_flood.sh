#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Floods of datagrams that never repeat a flow: from outside, dropped by the site's own firewall or let in, and from a LAN
# host. The daemon stays small, torrents beside the flood stay blocked, pages arrive, and status says who it is.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss curl nginx nft conntrack python3
network 2

flood=$here/flood.py
lan=$(client)
flooder=$(client 2)
most_kb=65536
count=140000

policy block <<-END
	version: 1
	gateway: {lan: [lan1, lan2], failure: open}
	rules: [{name: all, protocols: [all], from: likely, action: block}]
END

# A BitTorrent tracker's port: who gets nothing there was stopped on the way.
tracker_port() {
	start "$server" answer python3 -c '
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 6969))
while True:
    data, who = sock.recvfrom(2000)
    sock.sendto(data[:1] and b"\0\0\0\0" + data[12:16] + bytes(8), who)'
	wait_for 5 listens "$server" 6969 udp
}

# announce: "answered" or "nothing", of a tracker that is asked.
announce() {
	in_ns "$lan" python3 -c '
import os, socket, sys
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(1)
sock.connect((sys.argv[1], 6969))
sock.send(bytes.fromhex(sys.argv[2]) + b"\0\0\0\0" + os.urandom(4))
try:
    sock.recv(100)
    print("answered")
except OSError:
    print("nothing")' "$server4" "$1"
}

# The site lets nobody in who was not asked.
site_firewall() {
	in_ns "$gateway" nft 'add table inet site
		add chain inet site forward { type filter hook forward priority 0; }
		add rule inet site forward iifname "wan" ct state new drop'
}

memory_of() { awk -v key="$1:" '$1 == key { print $2 }' "/proc/$(peerwall_pid)/status"; }
peerwall_pid() { pgrep -P "$daemon" -x peerwall || echo "$daemon"; }

announces_are_blocked() {
	local n got=0
	for n in 1 2 3; do [ "$(announce 0000041727101980)" = nothing ] || got=$((got + 1)); done
	[ $got = 0 ] || fail "$got of 3 announces were answered"
}

page_arrives() {
	fetch "$lan" "http://$server4/page.bin" "$tmp/page" && same_file "$tmp/files/page.bin" "$tmp/page" || fail "it did not"
}

stays_small() {
	local high
	high=$(memory_of VmHWM)
	echo "  $1: VmHWM $high kB, VmRSS $(memory_of VmRSS) kB"
	[ "$high" -le $most_kb ] || fail "the daemon took $high kB, more than $most_kb"
}

went_out() { [ "$(cat "$tmp/sent")" -gt $((count * 9 / 10)) ] || fail "only $(cat "$tmp/sent") of $count datagrams went out"; }

gives_back() {
	sleep 35
	page_arrives || return
	echo "  after all: VmRSS $(memory_of VmRSS) kB"
	[ "$(memory_of VmRSS)" -le $((most_kb / 2)) ] || fail "the daemon keeps $(memory_of VmRSS) kB"
}

# under NAME: what holds while the flood goes on.
under() {
	case_of "$1: an announce stays blocked" announces_are_blocked
	case_of "$1: a page arrives" page_arrives
}

says_who() {
	pw status --json | grep -q "\"flood\": *{\"host\": *\"$1\", *\"from_outside\": *$2" || fail "status says $(pw status --json | grep -o '"flood": *[^}]*')" || return
	pw status | grep -q "^flood .*$1" || fail "the text of status does not name $1" || return
	[ "$(grep -c 'flood: more undecided flows' "$tmp/peerwall.log")" -eq "$3" ] || fail "logged $(grep -c 'flood: more' "$tmp/peerwall.log") times"
}

nobody_floods() { pw status --json | grep -q '"flood": *null' || fail "status says $(pw status --json | grep -o '"flood": *[^}]*')"; }

mkdir "$tmp/files"
make_file "$tmp/files/page.bin" 1
web_server "$server" "$tmp/files" && tracker_port || { echo "the servers did not come up"; exit 1; }
for ns in "$lan" "$flooder"; do
	in_ns "$ns" nft 'add table inet silent
		add chain inet silent out { type filter hook output priority 0; }
		add rule inet silent out icmp type destination-unreachable drop'
done
in_ns "$server" nft 'add table inet silent
	add chain inet silent out { type filter hook output priority 0; }
	add rule inet silent out icmp type destination-unreachable drop'
in_ns "$gateway" sysctl -qw net.ipv4.conf.{all,wan}.rp_filter=0
daemon_start block
need_daemon
case_of "before: the tracker answers what is no announce" eval '[ "$(announce 0000041727101981)" = answered ]'

site_firewall
in_ns "$server" python3 "$flood" outside 10.77.1.2 $count 9 >"$tmp/sent" &
sleep 4
under "outside, dropped by the site"
wait $!
case_of "the flood went out" went_out
case_of "outside, dropped by the site: nothing of it is looked at" nobody_floods
case_of "outside, dropped by the site: the daemon stays small" stays_small dropped
in_ns "$gateway" nft delete table inet site

in_ns "$server" python3 "$flood" outside 10.77.1.2 $count 9 >"$tmp/sent" &
sleep 4
under "outside, let in"
wait $!
case_of "the flood went out" went_out
case_of "outside, let in: it is said who" says_who 10.77.1.2 true 1
case_of "outside, let in: the daemon stays small" stays_small "let in"

in_ns "$flooder" python3 "$flood" host "$server4" $count 20 >"$tmp/sent" &
sleep 8
under "a LAN host"
wait $!
case_of "the flood went out" went_out
case_of "a LAN host: it is said who" says_who 10.77.2.2 false 1
case_of "a LAN host: the daemon stays small" stays_small "LAN host"
case_of "after all: an announce is blocked" announces_are_blocked
case_of "after all: memory goes back" gives_back
finish
