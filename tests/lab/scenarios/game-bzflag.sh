# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: bzflag-server
#
# bzadmin joins a server of BZFlag and says something there.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
lan=2

labels() {
	owned anne other:bzflag
	owned bob other:bzflag
	owned server other:bzflag
}

setup() {
	spawn o1 server bzfs -p 5154 -noMasterBanlist -c -d -d -d
	wait_for 20 listens "$(ns o1)" 5154
}

go() {
	spawn l2 bob sh -c "sleep 8 | timeout 10 bzadmin -ui stdboth -show all bob@$(addr4 o1):5154 >$tmp/heard"
	sleep 1
	as l1 anne sh -c "(sleep 1; echo hello from the lab; sleep 1) | timeout 8 bzadmin -ui stdboth anne@$(addr4 o1):5154 >$tmp/said"
}

proved() { grep -q 'hello from the lab' "$tmp/heard"; }
versions() { version_of bzflag-server; }
