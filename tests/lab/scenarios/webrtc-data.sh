# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium nodejs
#
# A browser behind NAT fetches a file from one outside in a data channel.
# shellcheck source=../rtc.sh
. "$lab/rtc.sh"

nat=yes

labels() {
	owned caller stun
	owned callee stun
}

setup() {
	mkdir "$tmp/notes"
	make_file "$tmp/notes/film.bin" "$film_mb"
	rtc_pair l1 o1 data
}

go() { rtc_go; }

proved() { same_file "$tmp/notes/film.bin" "$tmp/notes/got.bin"; }
payload() { if proved; then rtc_note count; else rtc_note begun; fi; }
versions() { version_of chromium; }
