# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: openarena-server qstat
#
# quakestat asks a server of OpenArena for its rules and players, again and again, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned quakestat other:game-query
	owned server other:game-query
}

setup() {
	spawn o1 server openarena-server +set dedicated 1 +set net_port 27960 +set sv_hostname lab +set com_hunkMegs 64 +set sv_pure 0 +map oa_dm1
	wait_for 20 listens "$(ns o1)" 27960 udp && wait_for 20 server_answers
}

server_answers() { as o1 server quakestat -timeout 1 -openarenas 127.0.0.1:27960 | grep -q 'oa_dm1.*lab'; }

go() {
	local n
	for n in 1 2 3 4 5 6; do as l1 quakestat timeout 8 quakestat -R -P -timeout 3 -openarenas "$(addr4 o1):27960" >"$tmp/answer$n"; done
}

proved() {
	local n
	for n in 1 2 3 4 5 6; do grep -q 'oa_dm1.*lab' "$tmp/answer$n" || return; done
	grep -q sv_hostname "$tmp/answer6" || grep -q 'protocol=' "$tmp/answer6"
}
versions() { version_of openarena-server; version_of qstat; }
