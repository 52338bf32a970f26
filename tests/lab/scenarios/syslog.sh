# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: rsyslog bsdutils
#
# logger sends lines to rsyslogd, over UDP and TCP, in both forms of the protocol.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned logger other:syslog
	owned rsyslogd other:syslog
}

setup() {
	uid_of rsyslogd
	cat >"$tmp/rsyslog.conf" <<-END
		module(load="imudp")
		module(load="imtcp")
		input(type="imudp" port="514")
		input(type="imtcp" port="514")
		*.* $tmp/home-rsyslogd/messages
	END
	spawn o1 rsyslogd rsyslogd -n -f "$tmp/rsyslog.conf" -i "$tmp/home-rsyslogd/pid"
	wait_for 10 listens "$(ns o1)" 514 && wait_for 10 listens "$(ns o1)" 514 udp
}

go() {
	local n
	for n in 1 2 3; do
		as l1 logger logger -n "$(addr4 o1)" -P 514 -d --rfc3164 -t lab "udp old $n"
		as l1 logger logger -n "$(addr6 o1)" -P 514 -d --rfc5424 -t lab "udp new $n"
		as l1 logger timeout 5 logger -n "$(addr4 o1)" -P 514 -T --rfc5424 --octet-count -t lab "tcp $n"
	done
}

proved() { [ "$(grep -c 'udp old [123]\|udp new [123]\|tcp [123]' "$tmp/home-rsyslogd/messages")" = 9 ]; }
versions() { version_of rsyslog; }
