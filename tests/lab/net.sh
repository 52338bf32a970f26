# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The lab's network, and the way its programs are started. Needs ../gateway/lib.sh.
#
#     l1 ── lan1 ┐                       ┌ o1
#     l2 ── lan2 ┤ gateway ── wan ── net ┤ o2
#     b  ── lan9 ┘                       └ w
#
# LAN host lN is 10.77.N.2 and fd00:77:N::2, outside host oN is 198.18.N.2 ("wide")
# and 2001:db8:N::2. The bystander b (10.77.9.2) reads web pages of w (198.18.9.2)
# while peerwall holds the gateway. "net" is a router: delay and loss happen there.
# Nothing has a way out, and there is no DNS but what /etc/hosts of a host says.

gateway="pw$$g"
net="pw$$n"
names=$'127.0.0.1 localhost\n::1 localhost'	# /etc/hosts of every host, until lab_network has been called
lan=1 out=1		# how many hosts a scenario wants
wide=198.18		# the outside hosts' network; some programs want one that is not reserved
nat=			# "yes": the gateway hides the LAN behind 198.18.0.1
bridge=			# "yes": the LAN hosts share one segment, 10.77.0.0/24, lN is 10.77.0.(10+N)
delay_ms=0 loss_percent=0

# ns HOST: its namespace. addr4 HOST, addr6 HOST: its addresses.
ns() { echo "pw$$$1"; }

addr4() {
	case $1 in
	b)	echo 10.77.9.2 ;;
	w)	echo "$wide.9.2" ;;
	l*)	if [ "$bridge" ]; then echo "10.77.0.$((10 + ${1#l}))"; else echo "10.77.${1#l}.2"; fi ;;
	o*)	echo "$wide.${1#o}.2" ;;
	esac
}

addr6() {
	case $1 in
	b)	echo fd00:77:9::2 ;;
	w)	echo 2001:db8:9::2 ;;
	l*)	if [ "$bridge" ]; then echo "fd00:77::$((10 + ${1#l}))"; else echo "fd00:77:${1#l}::2"; fi ;;
	o*)	echo "2001:db8:${1#o}::2" ;;
	esac
}

# --- hosts and links ----------------------------------------------------------

# files_of NAMESPACE: what `ip netns exec` shows its programs instead of the machine's own files.
files_of() {
	mkdir -p "/etc/netns/$1"
	printf '%s\n' "$names" >"/etc/netns/$1/hosts"
	echo 'nameserver 127.0.0.1' >"/etc/netns/$1/resolv.conf"
}

add_host() {
	add_namespace "$1" || return
	files_of "$1"
	in_ns "$1" sysctl -qw net.ipv4.ping_group_range="0 2147483647" net.ipv4.ip_unprivileged_port_start=0
}

# The kernel notes who sends what: protocol, source, destination, and the user of the socket.
watch_owners() {
	local transport version family sets='' rules=''

	for transport in tcp udp; do
		for version in 4 6; do
			family=ip
			[ $version = 4 ] || family=ip6
			sets+="set ${transport}$version {
				type ipv${version}_addr . inet_service . ipv${version}_addr . inet_service . uid
				flags dynamic
				size 65535
			}
			"
			rules+="meta nfproto ipv$version meta l4proto $transport add @${transport}$version { $family saddr . th sport . $family daddr . th dport . meta skuid }
			"
		done
	done
	in_ns "$1" nft -f - <<-END
		table inet owners {
			$sets
			chain out {
				type filter hook output priority 0;
				$rules
			}
		}
	END
}

# link_to ROUTER DEVICE ROUTER4 ROUTER6 HOST: its eth0, with a default route over ROUTER.
link_to() {
	local router=$1 device=$2 router4=$3 router6=$4 host=$5

	add_host "$(ns "$host")" || return
	join "$(ns "$host")" eth0 "$(addr4 "$host")/24" "$(addr6 "$host")/64" "$router" "$device" "$router4/24" "$router6/64"
	ip -n "$(ns "$host")" route add default via "$router4"
	ip -n "$(ns "$host")" route add default via "$router6"
	one_packet_a_frame "$router" "$device"
	one_packet_a_frame "$(ns "$host")" eth0
	watch_owners "$(ns "$host")"
}

# Captures shall hold packets as a wire would, and no giants of 64 kB.
one_packet_a_frame() { in_ns "$1" ethtool -K "$2" tso off gso off gro off >/dev/null 2>&1; }

lan_bridge() {
	local n

	ip -n "$gateway" link add br-lan type bridge
	ip -n "$gateway" addr add 10.77.0.1/24 dev br-lan
	ip -n "$gateway" addr add fd00:77::1/64 dev br-lan nodad
	ip -n "$gateway" link set br-lan up
	for ((n = 1; n <= lan; n++)); do
		ip -n "$gateway" addr flush dev "lan$n"
		ip -n "$gateway" link set "lan$n" master br-lan
	done
}

# lab_network: the hosts that the scenario wants, and the bystanders if peerwall is to run.
lab_network() {
	local n router4 router6

	tmp=$(mktemp -d "${TMPDIR:-/tmp}/peerwall-lab.XXXXXX") || exit 1
	chmod 777 "$tmp"
	run_dir=$tmp/run

	add_namespace "$gateway" && add_namespace "$net" || exit 1
	join "$net" core "$wide.0.2/24" 2001:db8::2/64 "$gateway" wan "$wide.0.1/24" 2001:db8::1/64
	one_packet_a_frame "$net" core
	one_packet_a_frame "$gateway" wan
	ip -n "$gateway" route add default via "$wide.0.2"
	ip -n "$gateway" route add default via 2001:db8::2
	ip -n "$net" route add 10.77.0.0/16 via "$wide.0.1"
	ip -n "$net" route add fd00:77::/32 via 2001:db8::1

	for ((n = 1; n <= lan; n++)); do
		router4=10.77.$n.1 router6=fd00:77:$n::1
		[ -z "$bridge" ] || router4=10.77.0.1 router6=fd00:77::1
		link_to "$gateway" "lan$n" "$router4" "$router6" "l$n" || exit 1
	done
	for ((n = 1; n <= out; n++)); do
		link_to "$net" "out$n" "$wide.$n.1" "2001:db8:$n::1" "o$n" || exit 1
	done
	[ -z "$bridge" ] || lan_bridge
	if [ "$phase" != free ]; then
		link_to "$gateway" lan9 10.77.9.1 fd00:77:9::1 b || exit 1
		link_to "$net" out9 "$wide.9.1" 2001:db8:9::1 w || exit 1
	fi

	for n in "$gateway" "$net"; do
		in_ns "$n" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	done
	[ -z "$nat" ] || in_ns "$gateway" nft 'add table ip nat
		add chain ip nat post { type nat hook postrouting priority 100; }
		add rule ip nat post oifname "wan" masquerade'
	[ "$delay_ms$loss_percent" = 00 ] || worse_line
	wait_for 5 links_are_up || { echo "the network did not come up"; exit 1; }
}

# worse_line: every packet that crosses "net" is held back, or lost.
worse_line() {
	local tables
	for tables in iptables-nft ip6tables-nft; do
		in_ns "$net" $tables -A FORWARD -j NFQUEUE --queue-num 7 --queue-bypass || exit 1
	done
	start "$net" delay "$DELAY" 7 "$delay_ms" "$loss_percent"
}

# lan_devices: for the policy.
lan_devices() {
	if [ "$bridge" ]; then echo -n br-lan; else seq -s ', ' -f 'lan%g' "$lan"; fi
}

# --- programs -----------------------------------------------------------------

first_uid=21000
programs=()		# names; the user of the N-th is first_uid + N

# uid_of NAME: the user that this program runs as, one of its own.
uid_of() {
	local n
	for n in "${!programs[@]}"; do
		[ "${programs[n]}" = "$1" ] && { uid=$((first_uid + n)); return; }
	done
	programs+=("$1")
	uid=$((first_uid + ${#programs[@]} - 1))
	mkdir -p "$tmp/home-$1"
	chown "$uid:$uid" "$tmp/home-$1"
}

plain_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games

# spawn HOST NAME COMMAND…: in the background, as NAME's own user, with a HOME of its own.
# Log: $tmp/NAME.log. Process number: $started.
spawn() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	start "$(ns "$host")" "$name" setpriv --reuid "$uid" --regid "$uid" --clear-groups -- \
		env -C "$tmp/home-$name" HOME="$tmp/home-$name" PATH="$plain_path" "$@"
}

# as HOST NAME COMMAND…: the same, waited for; its output is the caller's.
as() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	in_ns "$(ns "$host")" setpriv --reuid "$uid" --regid "$uid" --clear-groups -- \
		env -C "$tmp/home-$name" HOME="$tmp/home-$name" PATH="$plain_path" "$@" </dev/null
}

# spawn_root, as_root: for programs that need root. One name a host: root's flows there are that program's.
spawn_root() {
	local host=$1 name=$2
	shift 2
	echo "$(ns "$host") 0 $name" >>"$tmp/roots"
	mkdir -p "$tmp/home-$name"
	start "$(ns "$host")" "$name" env -C "$tmp/home-$name" HOME="$tmp/home-$name" PATH="$plain_path" "$@"
}

as_root() {
	local host=$1 name=$2
	shift 2
	echo "$(ns "$host") 0 $name" >>"$tmp/roots"
	mkdir -p "$tmp/home-$name"
	in_ns "$(ns "$host")" env -C "$tmp/home-$name" HOME="$tmp/home-$name" PATH="$plain_path" "$@" </dev/null
}

# give NAME PATH…: what that program is to read and write.
give() {
	uid_of "$1"
	chown -R "$uid:$uid" "${@:2}"
}

# owned NAME LABEL [tcp|udp PORT[,PORT]…]: the flows of this program are of that protocol: a name of the
# catalogue, or other:WORD where it is not peer-to-peer. With ports, only those at which one end sits.
owned() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "${3:--}" "${4:--}" >>"$tmp/labels"; }

# What a scenario says of its programs.
labels() { :; }

# write_owners: what the kernel noted, for flows.py.
write_owners() {
	local n host
	for n in "${!programs[@]}"; do
		echo "* $((first_uid + n)) ${programs[n]}"
	done >"$tmp/users"
	[ ! -f "$tmp/roots" ] || sort -u "$tmp/roots" >>"$tmp/users"
	for host in "${namespaces[@]}"; do
		in_ns "$host" nft -j list table inet owners >"$tmp/owners.$host.json" 2>/dev/null || rm -f "$tmp/owners.$host.json"
	done
}

# --- the capture --------------------------------------------------------------

capturing=()

# Each packet once, as it comes into the gateway; behind NAT as the LAN sees it.
capture_start() {
	local device direction=in devices=(wan) n

	[ -z "$nat" ] || { direction=inout; devices=(); }
	for ((n = 1; n <= lan; n++)); do devices+=("lan$n"); done
	for device in "${devices[@]}"; do
		start "$gateway" "tcpdump-$device" tcpdump -i "$device" -Q "$direction" -U --immediate-mode -s 0 -B 16384 -w "$tmp/$device.pcap" 'tcp or udp'
		capturing+=("$started")
	done
	for device in "${devices[@]}"; do
		wait_for 10 test -s "$tmp/$device.pcap" || return
	done
}

capture_stop() {
	local pid
	for pid in "${capturing[@]}"; do stop "$pid" INT; done
}
