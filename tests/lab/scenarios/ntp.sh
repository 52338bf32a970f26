# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chrony ntpsec-ntpdate
#
# chronyd and ntpdate ask a chronyd for the time, over IPv4 and IPv6, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned chrony other:ntp
	owned ntpdate other:ntp
	owned server other:ntp
}

setup() {
	spawn o1 server chronyd -U -x -d 'local stratum 1' 'allow all' 'cmdport 0' 'bindcmdaddress /' "pidfile $tmp/home-server/pid"
	wait_for 10 listens "$(ns o1)" 123 udp
}

go() {
	as l1 ntpdate timeout 8 ntpdate -q "$(addr6 o1)" >"$tmp/ntpdate.log" 2>&1
	as l1 chrony timeout 12 chronyd -U -Q -x -t 10 "server $(addr4 o1) iburst" 'cmdport 0' 'bindcmdaddress /' \
		"pidfile $tmp/home-chrony/pid" >"$tmp/chrony.log" 2>&1
}

proved() { grep -q 'System clock wrong by' "$tmp/chrony.log" && grep -q 's1 no-leap' "$tmp/ntpdate.log"; }
versions() { version_of chrony; version_of ntpsec-ntpdate; }
