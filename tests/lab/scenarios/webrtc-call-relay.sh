# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium nodejs coturn openssl
#
# A browser behind NAT calls one outside; all it sends and gets goes over a relay.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

out=2 nat=yes
frames=40
[ "$phase" != throttle ] || frames=160

labels() {
	owned caller turn
	owned callee stun
	owned relay turn
}

setup() {
	turn_server o2 relay && rtc_pair l1 o1 call "turn:$(addr4 o2):3478"
}

go() { rtc_go; }

proved() { [ "$(rtc_note count)" -ge "$frames" ]; }
payload() { rtc_note count; }
versions() { version_of chromium; version_of coturn; }
