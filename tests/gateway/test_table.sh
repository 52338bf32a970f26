#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The table is held, whatever others do: deleted, emptied, or robbed of a chain, a rule, a set,
# an element, its policy or its flags, by hand or by a service that is restarted, it is put back
# as a whole, and a BitTorrent handshake is blocked again. Meanwhile the status says so.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip nft conntrack python3
network 1

policy block <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules:
	  - {name: free, hosts: [10.99.0.0/16], action: allow}
	  - {name: torrents, protocols: [bittorrent], action: block}
	  - {name: slow, protocols: [edonkey], action: throttle, rate: 1 mbit/s per host}
END

on_gateway() { in_ns "$gateway" nft "$@"; }
listing() { on_gateway -s list table inet peerwall 2>/dev/null; }
log_says() { grep -q "$1" "$tmp/peerwall.log"; }

hello="$(hex_of '\x13BitTorrent protocol\0\0\0\0\0\0\0\0aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb')"
port=7000

# passes: does a BitTorrent handshake come back? Each time from another port.
passes() {
	port=$((port + 1))
	[ "$(echo "tcp $hello" | in_ns "$(client 1)" "$here/say.py" "$server4" "$port")" = 1 ]
}
is_blocked() { ! passes; }

start_it() {
	start "$server" echo "$here/echo.py"
	wait_for 20 listens "$server" 6000 || fail "no echo" || return
	passes || fail "no handshake passes without peerwall" || return
	daemon_start block || fail "peerwall did not start" || return
	is_blocked || fail "the handshake passes" || return
	pw status | grep -q '^table    in force; lost 0 times' || fail "$(pw status | grep ^table)"
}

in_force() { pw status >/dev/null; }

figure() { pw status --json | python3 -c "import json, sys; print(json.load(sys.stdin)['table']['$1'])"; }

# damaged COMMAND…: after it the table is as it was, but for handles, and holds.
whole=
damaged() {
	local lost

	lost=$(figure lost)
	whole=${whole:-$(listing)}
	"$@" || fail "nft did not do it" || return
	wait_for 5 in_force || fail "not in force after 5 s: $(pw status | grep ^table)" || return
	[ "$(figure lost)" = $((lost + 1)) ] || fail "$(figure lost) losses, there were $lost" || return
	[ "$(listing)" = "$whole" ] || fail "the table is another one" || return
	is_blocked || fail "the handshake passes"
}

handle_of() { on_gateway -a list chain inet peerwall "$1" 2>/dev/null | sed -n "s/.*$2.*# handle //p" | head -n 1; }

delete_rule() { on_gateway delete rule inet peerwall commit handle "$(handle_of commit by_label)"; }
replace_rule() { on_gateway replace rule inet peerwall r_2_torrents handle "$(handle_of r_2_torrents drop)" accept; }
delete_chain() {
	on_gateway "flush chain inet peerwall commit; delete chain inet peerwall commit"
}
delete_set() {
	on_gateway "flush chain inet peerwall m_1_free; delete set inet peerwall h_1_free_4"
}
dormant() { on_gateway 'add table inet peerwall { flags dormant; }'; }
drop_policy() { on_gateway 'add chain inet peerwall forward { policy drop; }'; }
delete_map_element() {
	local element

	element=$(on_gateway list map inet peerwall by_label | grep -o '0x[0-9a-f]* : goto p_bittorrent_certain')
	on_gateway delete element inet peerwall by_label "{ $element }"
}

says_who() {
	wait_for 5 log_says 'inet peerwall: deleted by nft (process [0-9]*); put back at once' ||
		fail "the log does not say who deleted it"
}

# A reload, a set that rules fill and tables of others are no loss.
no_loss() {
	local lost

	lost=$(figure lost)
	on_gateway add element inet peerwall t_3_slow_from_4 '{ 10.77.1.2 limit rate over 1 kbytes/second burst 2 kbytes }' ||
		fail "no element" || return
	on_gateway 'add table inet neighbour; delete table inet neighbour'
	pw reload || fail "no reload" || return
	sleep 0.5
	[ "$(figure lost)" = "$lost" ] || fail "$(figure lost) losses, there were $lost"
	whole=
}

# What systemctl restart nftables does, three times.
twice_at_once() {
	local i

	for i in 1 2 3; do
		on_gateway flush ruleset
		sleep 0.3
		on_gateway flush ruleset
		wait_for 8 in_force || fail "round $i: not in force: $(pw status | grep ^table)" || return
		is_blocked || fail "round $i: the handshake passes" || return
	done
}

# While somebody deletes it without a pause it is put back less and less often, and status says what is.
fights() {
	local lines end=$((SECONDS + 6))

	lines=$(grep -c 'deleted by' "$tmp/peerwall.log")
	while [ "$SECONDS" -lt "$end" ]; do
		on_gateway flush ruleset
		sleep 0.1
	done
	lines=$(($(grep -c 'deleted by' "$tmp/peerwall.log") - lines))
	[ "$lines" -ge 1 ] && [ "$lines" -le 6 ] || fail "$lines lines of the log in 6 s" || return
	on_gateway flush ruleset		# it may have been put back a moment ago
	! in_force || fail "in force, and status is 0" || return
	! pw status --json >/dev/null || fail "status --json is 0" || return
	pw status | grep -q '^table    inet peerwall is NOT IN FORCE since .*, nothing is held: nft (process [0-9]*) deleted or changed it; it is put back in [0-9]* s' ||
		fail "$(pw status | grep ^table)" || return
	log_says 'deleted by nft (process [0-9]*); nothing is held until it is put back in' ||
		fail "the log does not say that nothing is held" || return
	wait_for 60 in_force || fail "not in force a minute later" || return
	is_blocked || fail "the handshake passes"
}

reload_helps() {
	on_gateway flush ruleset
	pw reload || fail "no reload" || return
	in_force || fail "not in force" || return
	is_blocked || fail "the handshake passes"
}

# Two seconds after it was put back the next loss is no quick one.
rest() { sleep 1.7; }

case_of "table: the handshake is blocked" start_it
need_daemon
case_of "table: deleted" damaged on_gateway delete table inet peerwall
case_of "table: the log says by whom" says_who
rest
case_of "table: all rulesets flushed" damaged on_gateway flush ruleset
rest
case_of "table: emptied" damaged on_gateway flush table inet peerwall
rest
case_of "table: without a rule" damaged delete_rule
rest
case_of "table: with a rule that is another" damaged replace_rule
rest
case_of "table: with a rule more" damaged on_gateway insert rule inet peerwall forward accept
rest
case_of "table: without a chain" damaged delete_chain
rest
case_of "table: without a set" damaged delete_set
rest
case_of "table: without an element of a set" damaged on_gateway delete element inet peerwall lan '{ lan1 }'
rest
case_of "table: without an element of a map" damaged delete_map_element
rest
case_of "table: with a policy that is another" damaged drop_policy
rest
case_of "table: asleep" damaged dormant
case_of "table: what is no loss" no_loss
case_of "table: flushed twice at once, three times" twice_at_once
case_of "table: flushed all the time" fights
case_of "table: a reload puts it back" reload_helps
case_of "table: sanitizers are quiet" sanitizers_are_quiet
finish
