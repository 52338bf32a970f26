# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Soulseek: the server on o1, bert on o2, who has a file, and anna on l1, who wants it. Needs net.sh and programs.sh.

slsk_labels() {
	owned server soulseek
	owned bert soulseek
	owned anna soulseek
}

# slsk_setup direct|indirect: how bert gets to those who search.
slsk_setup() {
	make_file "$tmp/film.bin" "$film_mb"
	spawn o1 server "$lab/slsk.py" server "$(addr4 o1)" 2242
	wait_for 10 listens "$(ns o1)" 2242 || return
	spawn o2 bert "$lab/slsk.py" peer bert "$(addr4 o2)" "$(addr4 o1)" 2242 "$1" "$tmp/film.bin"
	wait_for 10 grep -q 'logged in' "$tmp/bert.log"
}

slsk_go() { spawn_node l1 anna slsk.js "$(addr4 o1)" 2242 anna film "$tmp/home-anna/film.bin"; }
