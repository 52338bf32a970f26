# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium nodejs
#
# A browser calls one outside, with picture and sound of a fake camera.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

delay_ms=5
frames=40
[ "$phase" != throttle ] || frames=160

labels() {
	owned caller stun
	owned callee stun
}

setup() {
	rtc_pair l1 o1 call
}

go() { rtc_go; }

proved() { [ "$(rtc_note count)" -ge "$frames" ]; }
payload() { rtc_note count; }
versions() { version_of chromium; }
