# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: coturn openssl
#
# The relay is asked for over TLS; data goes through it as indications. The line is slow.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

out=2 nat=yes delay_ms=20

labels() {
	owned client turn
	owned server turn
	owned peer turn
}

setup() {
	turn_server o1 server &&
		spawn o2 peer turnutils_peer -L "$(addr4 o2)" &&
		wait_for 10 listens "$(ns o2)" 3480 udp
}

go() { turn_echo l1 client "$(addr4 o1)" "$(addr4 o2)" -t -S -s -z 10; }

# The client counts what comes in one piece as one message.
proved() { [ "$(turn_echoed client)" -gt 600000 ]; }
payload() { turn_echoed client; }
versions() { version_of coturn; }
