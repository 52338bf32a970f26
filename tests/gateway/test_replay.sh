#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Replay equality: a capture that is sent through the live gateway, each packet
# from its own side, gives its connections the labels that `peerwall classify`
# gives to its flows.
#
# A namespace of its own holds both ends. Hosts with private addresses are on
# the near side, all others on the far side; two of the same side go in and out
# by the same interface. Routers do not forward what is for one network alone
# (multicast, broadcast, a TTL that ends here): such flows are left out.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

packets_a_second=2000
near=(10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7)

need ip nft conntrack tcpprep tcpreplay tcpdump python3 awk
network 0
replayer="pw$$r"
add_namespace "$replayer" || exit 1

# The gateway sends to neighbours that it need not ask for.
ways() {
	local i=0 device via4 via6 mac net

	join "$replayer" near 198.18.1.2/24 fd00:18:1::2/64 "$gateway" gnear 198.18.1.1/24 fd00:18:1::1/64
	join "$replayer" far 198.18.2.2/24 fd00:18:2::2/64 "$gateway" gfar 198.18.2.1/24 fd00:18:2::1/64
	for device in near far; do
		i=$((i + 1))
		via4=198.18.$i.2
		via6=fd00:18:$i::2
		ip -n "$replayer" link set $device mtu 65535
		ip -n "$gateway" link set g$device mtu 65535
		mac=$(in_ns "$replayer" cat /sys/class/net/$device/address)
		ip -n "$gateway" neigh replace $via4 lladdr "$mac" dev g$device nud permanent
		ip -n "$gateway" neigh replace $via6 lladdr "$mac" dev g$device nud permanent
	done
	for net in "${near[@]:0:3}"; do
		ip -n "$gateway" route add "$net" via 198.18.1.2
	done
	ip -n "$gateway" -6 route add "${near[3]}" via fd00:18:1::2
	ip -n "$gateway" route replace default via 198.18.2.2
	ip -n "$gateway" -6 route replace default via fd00:18:2::2
	ip -n "$gateway" route del 10.88.0.0/24
	ip -n "$gateway" -6 route del fd00:88::/64

	in_ns "$gateway" sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.gnear.rp_filter=0 \
		net.ipv4.conf.gfar.rp_filter=0 net.ipv4.conf.all.send_redirects=0 \
		net.netfilter.nf_conntrack_tcp_be_liberal=1 net.netfilter.nf_conntrack_tcp_loose=1 \
		net.netfilter.nf_conntrack_checksum=0 net.netfilter.nf_conntrack_udp_timeout=600 \
		net.netfilter.nf_conntrack_tcp_timeout_close=600
	in_ns "$replayer" sysctl -qw net.ipv4.conf.all.rp_filter=0
}

policy watch <<-END
	version: 1
	gateway: {failure: open}
	rules:
	  - {name: everything, protocols: [all], action: report}
END

# prepare CAPTURE: $tmp/sent.pcap, each packet addressed to the gateway's interface of its side.
prepare() {
	local gnear gfar

	gnear=$(in_ns "$gateway" cat /sys/class/net/gnear/address)
	gfar=$(in_ns "$gateway" cat /sys/class/net/gfar/address)
	tcpdump -r "$1" -w "$tmp/plain.pcap" 2>/dev/null	# pcapng too
	"$top/tests/gateway/retarget.py" "$tmp/plain.pcap" "$tmp/sent.pcap" "$gnear" "$gfar" "$packets_a_second"
}

# send: every packet into the gateway, from the side of its sender.
send() {
	tcpprep --cidr="$(IFS=,; echo "${near[*]:0:3}")" --pcap="$tmp/sent.pcap" --cachefile="$tmp/sides" \
		>"$tmp/tcpprep.log" 2>&1 || return
	in_ns "$replayer" timeout 120 tcpreplay --cachefile="$tmp/sides" --intf1=near --intf2=far \
		"$tmp/sent.pcap" >"$tmp/tcpreplay.log" 2>&1
}

# expected CAPTURE: "transport a aport b bport label confidence" of each flow that a router forwards.
expected() {
	"$peerwall" classify --policy "$tmp/watch.yaml" --format csv "$1" |
		awk -F, -v OFS=' ' -v catalogue="$top/policies/catalogue.tsv" '
		BEGIN {
			while ((getline line < catalogue) > 0)
				if (line !~ /^#/ && split(line, f, "\t") > 2)
					number[f[2]] = f[1]
			surety["port"] = 1; surety["likely"] = 2; surety["certain"] = 3
		}
		FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["src"] ~ /^(0\.0\.0\.0|169\.254|fe80|::$)/ { next }
		$at["dst"] ~ /^(22[4-9]|23[0-9]|255)\.|\.255$|^ff|^fe80|^169\.254/ { next }
		{
			c = $at["confidence"]
			n = c == "cleared" ? 1 : c == "" ? 0 : number[$at["protocol"]]
			print $at["transport"], $at["src"], $at["sport"], $at["dst"], $at["dport"], \
				n, c in surety ? surety[c] : 0
		}'
}

# found: the same of each connection in the kernel.
found() {
	local proto a ap b bp mark

	all_marks | while read -r proto a ap b bp mark; do
		mark=$(((mark & mask) >> 16))
		echo "$proto $a $ap $b $bp $((mark >> 2)) $((mark & 3))"
	done
}

# told: the same of each flow in the event log. A flow that ended before it was
# decided has no mark, but takes the label that waited, in the log as in the dry run.
told() {
	python3 - "$tmp/events.jsonl" "$top/policies/catalogue.tsv" <<-'END'
		import json, sys
		number = {}
		for line in open(sys.argv[2]):
		    f = line.split("\t")
		    if not line.startswith("#") and len(f) > 2:
		        number[f[1]] = f[0]
		surety = {"port": 1, "likely": 2, "certain": 3}
		for line in open(sys.argv[1]):
		    e = json.loads(line)
		    if e["event"] == "label":
		        print(e["transport"], e["src"], e["sport"], e["dst"], e["dport"], number[e["protocol"]],
		              surety[e["confidence"]])
	END
}

# compare: a line for each flow whose label differs. Stray packets behind a
# flow's end are a flow of their own to the dry run and may be none to the
# kernel: where a capture has the same ends again, one of the labels must fit.
compare() {
	awk '
		function key(    x, y) {
			x = $2 " " $3
			y = $4 " " $5
			return $1 " " (x < y ? x " " y : y " " x)
		}
		function label() { return $6 == 1 ? "cleared" : $6 == 0 ? "none" : $6 "/" $7 }
		kind == "live" { live[key()] = label(); next }
		{ dry[key()] = dry[key()] " " label() " " }
		END {
			for (k in dry) {
				n++
				l = k in live ? live[k] : "none"
				if (!index(dry[k], " " l " "))
					print k ": live " l ", dry" dry[k]
			}
			print n + 0 >"/dev/stderr"
		}' kind=live "$tmp/found" kind=dry "$tmp/expected" 2>"$tmp/compared"
}

# equal CAPTURE
equal() {
	local differences

	prepare "$1" || fail "the capture cannot be addressed to the gateway" || return
	expected "$tmp/sent.pcap" >"$tmp/expected"
	[ -s "$tmp/expected" ] || skip "no flow of it would cross a router" || return

	in_ns "$gateway" conntrack -F 2>/dev/null
	: >"$tmp/events.jsonl"
	daemon_start watch || fail "peerwall did not start" || return
	send || fail "tcpreplay: $(tail -n 1 "$tmp/tcpreplay.log")" || return
	sleep 0.5
	found >"$tmp/found"
	daemon_stop
	told >>"$tmp/found"
	pw flush >/dev/null
	differences=$(compare)
	[ -z "$differences" ] ||
		fail "$(wc -l <<<"$differences") of $(cat "$tmp/compared") flows differ: $(head -n 1 <<<"$differences")"
}

ways
for capture in "$top"/pcaps/p2p/*.pcap*; do
	case_of "replay: $(basename "$capture")" equal "$capture"
done
case_of "replay: sanitizers are quiet" sanitizers_are_quiet
finish
