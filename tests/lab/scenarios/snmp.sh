# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: snmpd snmp
#
# snmpwalk and snmpbulkwalk read the tree of an SNMP agent, versions 2c and 3 with encryption.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned walk other:snmp
	owned agent other:snmp
}

setup() {
	cat >"$tmp/snmpd.conf" <<-END
		rocommunity public
		rouser anne priv
		createUser anne SHA secretsecret AES secretsecret
		sysName lab
	END
	spawn o1 agent env SNMP_PERSISTENT_DIR="$tmp/home-agent" snmpd -f -Lo -C -c "$tmp/snmpd.conf" \
		-I -smux,mteTrigger,mteTriggerConf -p "$tmp/home-agent/pid" udp:161
	wait_for 10 listens "$(ns o1)" 161 udp
}

go() {
	as l1 walk timeout 8 snmpwalk -v 2c -c public "$(addr4 o1)" 1.3.6.1.2.1.1 >"$tmp/walk"
	as l1 walk timeout 8 snmpbulkwalk -v 2c -c public "$(addr4 o1)" 1.3.6.1.2.1.2 >"$tmp/bulk"
	as l1 walk timeout 8 snmpbulkwalk -v 3 -l authPriv -u anne -a SHA -A secretsecret -x AES -X secretsecret "$(addr4 o1)" 1.3.6.1.2.1.1 >"$tmp/walk3"
}

proved() { grep -q '"lab"' "$tmp/walk" && grep -q '"lab"' "$tmp/walk3" && [ "$(grep -c . "$tmp/bulk")" -gt 20 ]; }
versions() { version_of snmpd; version_of snmp; }
