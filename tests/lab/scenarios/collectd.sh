# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: collectd-core
#
# collectd tells another collectd how its host does: binary UDP, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned collectd other:collectd
	owned collector other:collectd
}

# collectd_conf NAME LINES
collectd_conf() {
	cat >"$tmp/$1.conf" <<-END
		BaseDir "$tmp/home-$1"
		PIDFile "$tmp/home-$1/pid"
		TypesDB "/usr/share/collectd/types.db"
		Hostname "$1"
		FQDNLookup false
		Interval 0.5
		LoadPlugin network
		$2
	END
}

setup() {
	uid_of collector
	uid_of collectd
	collectd_conf collector "LoadPlugin csv
		<Plugin network>
		Listen \"$(addr4 o1)\" \"25826\"
		</Plugin>
		<Plugin csv>
		DataDir \"$tmp/home-collector/csv\"
		</Plugin>"
	collectd_conf collectd "LoadPlugin load
		LoadPlugin memory
		LoadPlugin interface
		<Plugin network>
		Server \"$(addr4 o1)\" \"25826\"
		</Plugin>"
	spawn o1 collector collectd -f -C "$tmp/collector.conf"
	wait_for 10 listens "$(ns o1)" 25826 udp
}

go() {
	spawn l1 collectd collectd -f -C "$tmp/collectd.conf"
	sleep 2
}

proved() { [ "$(find "$tmp/home-collector/csv/collectd" -type f 2>/dev/null | wc -l)" -ge 5 ]; }
versions() { version_of collectd-core; }
