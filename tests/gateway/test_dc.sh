#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Direct Connect (ADC): a hub and its users, on both sides of the gateway.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss curl nft conntrack uhub eiskaltdcpp-daemon
network 1
lan=$(client)
hub=adc://$second4:1511

policy files <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules:
	  - {name: the hub is free, hosts: [$second4], action: allow}
	  - {name: no Direct Connect, protocols: [directconnect], action: block}
END
policy all <<-END
	version: 1
	gateway: {lan: [lan1], failure: open}
	rules:
	  - {name: no Direct Connect, protocols: [directconnect], action: block}
END

# For anna the hub is at the second address of the server, and bert at the first.
people() {
	mkdir "$tmp/share"
	make_file "$tmp/share/song.bin" 2
	adc_hub "$server" || fail "no hub" || return
	dc_client "$server" bert "$server4" || fail "no client bert" || return
	dc_client "$lan" anna 10.77.1.2 || fail "no client anna" || return
	dc_share "$server" "$tmp/share" || fail "not hashed" || return
	dc_join "$server" "adc://$server4:1511"
	wait_for 10 dc_sees "$server" "adc://$server4:1511" bert || fail "bert is not on the hub"
}

hub_blocked() {
	daemon_start all || fail "peerwall did not start" || return
	dc_join "$lan" "$hub"
	sleep 6
	! dc_sees "$lan" "$hub" bert || fail "anna got into the hub"
}

hub_free() {
	cp "$tmp/files.yaml" "$tmp/all.yaml"
	pw reload >/dev/null || fail "reload failed" || return
	dc_join "$lan" "$hub"
	wait_for 60 dc_sees "$lan" "$hub" bert || fail "anna did not get into the hub in 60 s"
}

peer_blocked() {
	dc_ask_list "$lan" "$hub" bert
	sleep 8
	! dc_has_list "$lan" || fail "the file list came"
}

peer_free() {
	pw flush >/dev/null || fail "flush failed" || return
	dc_ask_list "$lan" "$hub" bert
	wait_for 90 dc_has_list "$lan" || fail "no file list in 90 s" || return
	dc_get "$lan" song.bin "$tmp/anna/down" || fail "the file is not in the list" || return
	wait_for 60 same_file "$tmp/share/song.bin" "$tmp/anna/down/song.bin" || fail "the file did not come"
}

case_of "dc: a hub and its users" people
case_of "dc: hub blocked" hub_blocked
need_daemon
case_of "dc: after a reload the hub is free" hub_free
case_of "dc: file list between users blocked" peer_blocked
case_of "dc: after a flush list and file come" peer_free
case_of "dc: sanitizers are quiet" sanitizers_are_quiet
finish
