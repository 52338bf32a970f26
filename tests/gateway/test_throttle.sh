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
swarm 220 || { echo "the swarm did not start"; exit 1; }
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

hosts=(1 2 3 4 5 6 7)
families=(4 6 4 4 4 4 4)
declare -A got

measure() {
	local i host port

	daemon_start throttle || fail "peerwall did not start" || return
	for i in "${!hosts[@]}"; do
		host=${hosts[i]}
		leech "$(client "$host")" "${families[i]}" "host$host" || fail "no leecher" || return
	done
	for i in "${!hosts[@]}"; do
		port=port${families[i]}
		wait_for 60 has_more_than "$(client "${hosts[i]}")" "${!port}" 1 ||
			fail "host ${hosts[i]} gets nothing" || return
	done
	sleep "$settling_s"

	local begin=() end=() from=() to=()
	for i in "${!hosts[@]}"; do
		port=port${families[i]}
		from[i]=$(completed "$(client "${hosts[i]}")" "${!port}")
		begin[i]=$(date +%s%N)
	done
	sleep "$measured_s"
	for i in "${!hosts[@]}"; do
		port=port${families[i]}
		to[i]=$(completed "$(client "${hosts[i]}")" "${!port}")
		end[i]=$(date +%s%N)
		got[${hosts[i]}]=$(((to[i] - from[i]) * 8000000 / ((end[i] - begin[i]) / 1000)))	# bit/s
	done
}

# near NAME GOT WANTED, in bit/s
near() {
	local off=$((($2 - $3) * 1000 / $3))

	echo "  $1: $(($2 / 1000)) kbit/s of $(($3 / 1000)), $((off / 10)).$((${off#-} % 10)) % off"
	[ "${off#-}" -le $((tolerance * 10)) ] || fail "$2 bit/s instead of $3"
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
case_of "throttle: sanitizers are quiet" sanitizers_are_quiet
finish
