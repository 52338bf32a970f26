#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What hides traffic from the daemon is found and said, by the log, `status` and `check`: an
# interface that is not there, a bridge's port in its place, another program that sets the whole
# connection mark, packets without a connection, a flowtable. It is said once, and no more
# when it is mended.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip nft conntrack python3
network 1

policy block <<-END
	version: 1
	gateway: {lan: [lan1, lan9], failure: open}
	rules: [{name: torrents, protocols: [bittorrent], action: block}]
END
policy bridged <<-END
	version: 1
	gateway: {lan: [br-lan], failure: open}
	rules: [{name: torrents, protocols: [bittorrent], action: block}]
END

on_gateway() { in_ns "$gateway" nft "$@"; }
log_says() { grep -q "$1" "$tmp/peerwall.log"; }
log_says_once() { [ "$(grep -c "$1" "$tmp/peerwall.log")" = 1 ]; }
figure() { pw status --json | python3 -c "import json, sys; s = json.load(sys.stdin); print($1)"; }

# noted KIND: status has a blind spot of that kind.
noted() { [ "$(figure "sum(b['kind'] == '$1' for b in s['blind_spots'])")" = 1 ]; }

# said KIND TEXT: status, its JSON, the log (once), and `check` on this gateway say it.
said() {
	noted "$1" || fail "status: $(figure "s['blind_spots']")" || return
	pw status | grep -q "^blind .*$2" || fail "no \"$2\" in: $(pw status | grep ^blind)" || return
	log_says_once "$2" || fail "the log says it $(grep -c "$2" "$tmp/peerwall.log") times" || return
	[ "${3:-}" ] && return
	in_ns "$gateway" "$peerwall" check "$tmp/live.yaml" >"$tmp/check.out" 2>&1
	grep -q "live.yaml: note: .*$2" "$tmp/check.out" || fail "check: $(grep note: "$tmp/check.out")"
}

said_no_more() {
	! noted "$1" || fail "status: $(figure "s['blind_spots']")"
}

handshake() {
	echo "tcp $(hex_of '\x13BitTorrent protocol\0\0\0\0\0\0\0\0aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb')" |
		in_ns "$(client 1)" "$here/say.py" "$server4" "$1"
}
slowly() { in_ns "$(client 1)" "$here/slowly.py" "$server4" "$@"; }

start_it() {
	start "$server" echo "$here/echo.py"
	wait_for 20 listens "$server" 6000 || fail "no echo" || return
	cp "$tmp/block.yaml" "$tmp/live.yaml"
	daemon_start live || fail "peerwall did not start" || return
	[ "$(handshake 7000)" = 0 ] || fail "the handshake passes"
}

missing() { said lan-missing 'lan interface lan9 is not there now'; }

comes_later() {
	ip -n "$gateway" link add lan9 type dummy 2>/dev/null ||
		ip -n "$gateway" link add lan9 type veth peer name nine9 || fail "no interface" || return
	said_no_more lan-missing
}

nothing_else() {
	[ "$(figure "len(s['blind_spots'])")" = 0 ] || fail "$(figure "s['blind_spots']")"
}

innocent_rules() {
	on_gateway -f - <<-END || fail "nft did not take them" || return
		table inet site {
			chain pre {
				type filter hook prerouting priority mangle; policy accept;
				ct mark set ct mark | 0x1
				ct mark set ct mark and 0x0fff0000 or 0x2
				ct state new ct mark set 0x3
				ct mark 0 ct mark set 0x4
				meta mark set ct mark
			}
			chain out {
				type filter hook output priority raw; policy accept;
				ct mark set 0x1
				udp dport 53 notrack
			}
		}
	END
	nothing_else
	local status=$?
	on_gateway delete table inet site
	return "$status"
}

# The whole mark is set for each packet: the flow keeps its label all the same, and is told of once.
mark_is_set() {
	local decided gone

	decided=$(figure "s['workers']['flows_decided']")
	on_gateway -f - <<-END || fail "nft did not take it" || return
		table inet site {
			chain pre {
				type filter hook prerouting priority mangle; policy accept;
				ct mark set 0x1
			}
		}
	END
	[ "$(slowly tcp 8)" -ge 20 ] || fail "TCP was disturbed" || return
	[ "$(slowly udp 8)" -ge 20 ] || fail "UDP was disturbed" || return
	decided=$(($(figure "s['workers']['flows_decided']") - decided))
	gone=$(figure "s['workers']['labels_gone']")
	[ "$gone" -ge 20 ] || fail "$gone labels gone" || return
	[ "$decided" = 2 ] || fail "2 flows counted as $decided" || return
	said mark-rule 'table inet site, chain pre, rule handle [0-9]* sets the whole connection mark: .* write ct mark set ct mark and 0x0fff0000 or VALUE' ||
		return
	said labels-gone 'another program takes our labels out of connection marks' not-by-check
}

mark_is_kept() {
	local gone

	on_gateway -f - <<-END || fail "nft did not take it" || return
		flush chain inet site pre
		add rule inet site pre ct mark set ct mark and 0x0fff0000 or 0x1
	END
	gone=$(figure "s['workers']['labels_gone']")
	[ "$(slowly tcp 5)" -ge 10 ] || fail "TCP was disturbed" || return
	[ "$(figure "s['workers']['labels_gone']")" = "$gone" ] || fail "labels go" || return
	said_no_more mark-rule
}

untracked() {
	on_gateway -f - <<-END || skip "this kernel has no notrack" || return
		flush chain inet site pre
		table inet site { chain raw {
			type filter hook prerouting priority raw; policy accept;
			udp dport 6000 notrack
		} ; }
	END
	slowly udp 4 >/dev/null
	[ "$(figure "s['packets_untracked']")" -ge 10 ] || fail "$(figure "s['packets_untracked']") packets" || return
	said notrack 'chain raw, rule handle [0-9]* takes packets out of connection tracking' || return
	said untracked 'packets of the LAN have no connection' not-by-check
}

flowtable() {
	on_gateway -f - <<-END 2>/dev/null || skip "this kernel has no flowtables" || return
		flush chain inet site raw
		table inet site {
			flowtable fast { hook ingress priority 0; devices = { lan1, wan }; }
			chain forward {
				type filter hook forward priority 20; policy accept;
				meta l4proto { tcp, udp } flow add @fast
			}
		}
	END
	said flowtable 'gives flows to flowtable fast before they have a label: .* write ct mark and 0x0fff0000 != 0 before flow add' ||
		return
	on_gateway -f - <<-END
		flush chain inet site forward
		add rule inet site forward ct mark and 0x0fff0000 != 0 meta l4proto { tcp, udp } flow add @fast
	END
	said_no_more flowtable
}

# The LAN's cable is put into a bridge; the policy still names the cable.
bridge_port() {
	on_gateway delete table inet site
	ip -n "$gateway" link add br-lan type bridge 2>/dev/null || skip "this kernel has no bridges" || return
	ip -n "$gateway" link set lan1 master br-lan
	ip -n "$gateway" addr flush dev lan1
	ip -n "$gateway" addr add 10.77.1.1/24 dev br-lan
	ip -n "$gateway" link set br-lan up
	wait_for 10 in_ns "$(client 1)" ping -qc1 -W1 "$server4"
	[ "$(handshake 7010)" = 1 ] || fail "what is blind blocks; or the bridge does not work" || return
	said lan-port 'lan interface lan1 is a port of bridge br-lan: .* write lan: \[br-lan\] instead'
}

bridge() {
	ip -n "$gateway" link show br-lan >/dev/null 2>&1 || skip "this kernel has no bridges" || return
	use_policy bridged reload || fail "no reload" || return
	said_no_more lan-port || return
	[ "$(handshake 7020)" = 0 ] || fail "the handshake passes"
}

case_of "blind: the handshake is blocked" start_it
need_daemon
case_of "blind: an interface that is not there" missing
case_of "blind: it comes later" comes_later
case_of "blind: rules that do no harm" innocent_rules
case_of "blind: the whole connection mark is set" mark_is_set
case_of "blind: our bits of it are kept" mark_is_kept
case_of "blind: packets without a connection" untracked
case_of "blind: a flowtable" flowtable
case_of "blind: a bridge's port" bridge_port
case_of "blind: the bridge instead" bridge
case_of "blind: sanitizers are quiet" sanitizers_are_quiet
finish
