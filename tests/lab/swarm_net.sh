# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The swarm's addresses, and how its hosts are tied together. Needs net.sh, whose addresses these replace.
#
#     l1 ── lan1 ┐                                   ┌ p1 … p15   peers
#     b  ── lan9 ┤ gateway ── wan ── runR ── net ────┤ t, h       trackers: UDP and HTTP; HTTPS
#                                                    ├ e1 … e5    aMules, where a run wants them
#                                                    ├ d          the DHT's nodes
#                                                    ├ x          proxies: SOCKS5, HTTP CONNECT
#                                                    └ w          the bystander's web server
#
# "net" is the router of the outside world, which all runs share; R is the number of a run. Every outside host
# has a network of its own: 88.(60+N).0.0/16 and 2a01:N::/32 for peer N. A LAN is 92.R.0.0/16, or 10.77.0.0/16 behind
# NAT; the gateway itself is 91.R.0.2. What comes from a peer is held back in "net", 20 to 80 ms.

run_number=0
nat=no
dht_nodes=(84.21.3.2:6881 84.22.3.2:25401 84.23.3.2:49001 84.24.3.2:49001 84.25.3.2:6881 84.26.3.2:31007 84.27.3.2:52111 84.28.3.2:6889)
tracker_name=tracker.film-fans.net
https_name=announce.film-fans.net

addr4() {
	case $1 in
	p*)	echo "88.$((60 + ${1#p})).7.2" ;;
	e*)	echo "82.$((20 + ${1#e})).5.2" ;;
	t)	echo 87.10.1.2 ;;
	h)	echo 86.11.1.2 ;;
	w)	echo 85.12.1.2 ;;
	x)	echo 83.13.1.2 ;;
	d)	echo 84.20.3.2 ;;
	l1)	if [ "$nat" = yes ]; then echo 10.77.1.2; else echo "92.$run_number.1.2"; fi ;;
	b)	if [ "$nat" = yes ]; then echo 10.77.9.2; else echo "92.$run_number.9.2"; fi ;;
	esac
}

addr6() {
	case $1 in
	p*)	echo "2a01:${1#p}::2" ;;
	e*)	echo "2a04:${1#e}::2" ;;
	t)	echo 2a02:10::2 ;;
	h)	echo 2a02:11::2 ;;
	w)	echo 2a02:12::2 ;;
	x)	echo 2a02:13::2 ;;
	d)	echo 2a02:20::2 ;;
	l1)	echo "2a03:$run_number:1::2" ;;
	b)	echo "2a03:$run_number:9::2" ;;
	esac
}

router4() { addr4 "$1" | sed 's/2$/1/'; }
router6() { addr6 "$1" | sed 's/2$/1/'; }

# attach ROUTER DEVICE HOST: that host is a new neighbour of the router.
attach() { link_to "$1" "$2" "$(router4 "$3")" "$(router6 "$3")" "$3"; }

# swarm_names: what /etc/hosts of every host says.
swarm_names() {
	names+=$'\n'"$(addr4 t) $tracker_name"$'\n'"$(addr4 h) $https_name"
	names+=$'\n'"84.21.3.2 router.bittorrent.com dht.transmissionbt.com"$'\n''84.22.3.2 dht.libtorrent.org'
}

forwards() {
	in_ns "$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
}

# delayed DEVICE MILLISECONDS: what comes from there; 20, 40, 60 or 80.
delayed() {
	local tables
	for tables in iptables-nft ip6tables-nft; do
		in_ns "$net" $tables -A FORWARD -i "$1" -j NFQUEUE --queue-num "$2" --queue-bypass || return
	done
}
