# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: bird2
#
# Two BIRDs become neighbours over BGP, watch each other with BFD, and pass routes on.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned inside other:bgp
	owned inside other:bfd udp 3784,4784
	owned outside other:bgp
	owned outside other:bfd udp 3784,4784
}

# bird HOST NAME PEER AS PEER-AS: with twenty routes of its own.
bird_at() {
	local host=$1 name=$2 peer=$3 as=$4 other=$5 n

	mkdir -p "$tmp/home-$name"
	{
		cat <<-END
			log stderr all;
			router id 10.0.0.$((as - 64511));
			protocol device {}
			protocol bfd { multihop { interval 200 ms; multiplier 5; }; }
			protocol bgp lab {
				local $(addr4 "$host") as $as;
				neighbor $(addr4 "$peer") as $other;
				multihop;
				bfd;
				connect delay time 1;
				ipv4 { import all; export all; };
			}
			protocol static {
				ipv4;
		END
		for ((n = 1; n <= 20; n++)); do echo "route 203.0.113.$((n + as - 64512))/32 blackhole;" | sed "s/203.0.113/203.$((as - 64500)).113/"; done
		echo '}'
	} >"$tmp/$name.conf"
	spawn_root "$host" "$name" bird -f -c "$tmp/$name.conf" -s "$tmp/$name.ctl" -P "$tmp/$name.pid"
	wait_for 10 test -S "$tmp/$name.ctl"
}

setup() { bird_at o1 outside l1 64513 64512; }
go() { bird_at l1 inside o1 64512 64513; }

proved() {
	[ "$(in_ns "$(ns l1)" birdc -s "$tmp/inside.ctl" show route protocol lab | grep -c '203.13.113')" = 20 ] &&
		[ "$(in_ns "$(ns o1)" birdc -s "$tmp/outside.ctl" show route protocol lab | grep -c '203.12.113')" = 20 ] &&
		in_ns "$(ns l1)" birdc -s "$tmp/inside.ctl" show bfd sessions | grep -q ' Up '
}
versions() { version_of bird2; }
