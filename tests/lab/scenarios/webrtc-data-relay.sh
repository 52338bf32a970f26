# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium nodejs coturn openssl
#
# A browser fetches a file from one outside in a data channel over a relay, to which it speaks TCP.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

out=2 delay_ms=5

labels() {
	owned caller turn
	owned callee stun
	owned relay turn
}

setup() {
	mkdir "$tmp/notes"
	make_file "$tmp/notes/film.bin" "$film_mb"
	turn_server o2 relay && rtc_pair l1 o1 data "turn:$(addr4 o2):3478?transport=tcp"
}

go() { rtc_go; }

proved() { same_file "$tmp/notes/film.bin" "$tmp/notes/got.bin"; }
payload() { if proved; then rtc_note count; else rtc_note begun; fi; }
versions() { version_of chromium; version_of coturn; }
