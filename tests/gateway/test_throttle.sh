#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A throttle is a real rate: what a BitTorrent client gets in 20 s, against what
# the policy says. All rates run at the same time, each for a LAN host of its
# own; hosts 4 and 5 share a rule that counts per host, 6 and 7 one that they share.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=swarm.sh
. "$(dirname "$0")/swarm.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

measured_s=20
settling_s=4		# the first burst is not the rate
tolerance=15		# percent

need ip ss curl nginx nft conntrack aria2c mktorrent opentracker
network 7
swarm 220 own1 own3 own4 own5 own6 own7 || { echo "the swarm did not start"; exit 1; }
lan_hosts_apart

policy throttle <<-END
	version: 1
	gateway: {lan: [lan1, lan2, lan3, lan4, lan5, lan6, lan7], failure: open}
	rules:
	  - {name: trackers, hosts: [$second4, "$second6"], action: allow}
	  - {name: slow, hosts: [10.77.1.2], protocols: [bittorrent], action: throttle, rate: 256 kbit/s}
	  - {name: middle, hosts: ["fd00:77:2::2"], protocols: [bittorrent], action: throttle, rate: 2 mbit/s}
	  - {name: fast, hosts: [10.77.3.2], protocols: [bittorrent], action: throttle, rate: 50 mbit/s}
	  - {name: each, hosts: [10.77.4.2, 10.77.5.2], protocols: [bittorrent], action: throttle, rate: 4 mbit/s per host}
	  - {name: together, protocols: [bittorrent], action: throttle, rate: 6 mbit/s}
END

policy one_network <<-END
	version: 1
	gateway: {lan: [lan2], failure: open}
	rules: [{name: each, protocols: [bittorrent], action: throttle, rate: 1 mbit/s per host}]
END

declare -A got

# port_of HOST: where its seeder and its leecher listen. Host 2 is that of IPv6.
port_of() { [ "$1" = 2 ] && echo "$port6" || echo $((6900 + 10 * $1)); }

# leech_own HOST: from its own seeder.
leech_own() {
	local port
	port=$(port_of "$1")
	aria2 "$server" "own-seeder$1" "$tmp/files" "$tmp/own$1.torrent" "$port" "${seeding[@]}" &&
		wait_for 20 seeder_is_ready "$port" &&
		aria2 "$(client "$1")" "host$1" "$tmp/host$1" "$tmp/own$1.torrent" "$port" "${fetching[@]}"
}

measure() {
	local host begin=() end=() from=() to=()

	daemon_start throttle || fail "peerwall did not start" || return
	leech "$(client 2)" 6 host2 || fail "no leecher" || return
	for host in 1 3 4 5 6 7; do
		leech_own "$host" || fail "no seeder or leecher" || return
	done
	for host in {1..7}; do
		wait_for 60 has_more_than "$(client "$host")" "$(port_of "$host")" 1 ||
			fail "host $host gets nothing" || return
	done
	sleep "$settling_s"

	for host in {1..7}; do
		from[host]=$(completed "$(client "$host")" "$(port_of "$host")")
		begin[host]=$(date +%s%N)
	done
	sleep "$measured_s"
	for host in {1..7}; do
		to[host]=$(completed "$(client "$host")" "$(port_of "$host")")
		end[host]=$(date +%s%N)
		got[$host]=$(((to[host] - from[host]) * 8000000 / ((end[host] - begin[host]) / 1000)))	# bit/s
	done
}

# near NAME GOT WANTED, in bit/s
near() {
	local off=$((($2 - $3) * 1000 / $3))

	echo "  $1: $(($2 / 1000)) kbit/s of $(($3 / 1000)), $((off / 10)).$((${off#-} % 10)) % off"
	[ "${off#-}" -le $((tolerance * 10)) ] || fail "$2 bit/s instead of $3"
}

# Each address has a DHT flow of its own, of 1 mbit/s: 20 ask for what is meant for one.
one_network() {
	local n got
	for ((n = 1; n <= 20; n++)); do ip -n "$(client 2)" addr add "fd00:77:2::1:$n/64" dev eth0 nodad; done
	in_ns "$server" timeout 30 python3 -c '
import socket, time
sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.bind(("::", 7001))
sock.settimeout(15)
sock.recv(2000)
begin, got = time.monotonic(), 0
while time.monotonic() - begin < 10:
    got += len(sock.recv(2000)) + 48
print(got * 8 // 10)' >"$tmp/one" &
	wait_for 5 listens "$server" 7001 udp || fail "no server" || return
	in_ns "$(client 2)" timeout 30 python3 -c '
import socket, sys, time
socks = []
for n in range(1, 21):
    sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    sock.bind(("fd00:77:2::1:%d" % n, 0))
    sock.connect((sys.argv[1], 7001))
    sock.send(b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe")
    socks.append(sock)
begin = time.monotonic()
while time.monotonic() - begin < 12:
    for sock in socks:
        try:
            sock.send(bytes(1200))
        except OSError:         # the server has seen enough
            pass
    time.sleep(0.01)' "$server6"
	wait $!
	got=$(cat "$tmp/one")
	echo "  twenty addresses: $((got / 1000)) kbit/s of 1000"
	[ "${got:-0}" -gt 500000 ] && [ "$got" -lt 1300000 ] || fail "${got:-0} bit/s instead of 1000000"
}

together() { near "hosts 6 and 7" $((got[6] + got[7])) 6000000; }

case_of "throttle: seven downloads at once" measure
need_daemon
[ "${got[7]:-}" ] || finish
case_of "throttle: 256 kbit/s" near "host 1" "${got[1]}" 256000
case_of "throttle: 2 mbit/s, IPv6" near "host 2" "${got[2]}" 2000000
case_of "throttle: 50 mbit/s" near "host 3" "${got[3]}" 50000000
case_of "throttle: 4 mbit/s per host, the first" near "host 4" "${got[4]}" 4000000
case_of "throttle: 4 mbit/s per host, the second" near "host 5" "${got[5]}" 4000000
case_of "throttle: 6 mbit/s for two together" together
daemon_stop
daemon_start one_network
need_daemon
case_of "throttle: 1 mbit/s per host, twenty addresses of one /64" one_network
case_of "throttle: sanitizers are quiet" sanitizers_are_quiet
finish
