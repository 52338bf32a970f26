# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: ncdc python3 bzip2
#
# ncdc, active, joins an NMDC hub outside and fetches a file from an ncdc that is passive: so it is called back.

# shellcheck source=../dc.sh
. "$lab/dc.sh"

out=2
delay_ms=15
hub=dchub://$(addr4 o2):411/

labels() {
	owned hub directconnect
	owned bert directconnect
	owned anna directconnect
}

setup() {
	dc_film
	dc_nmdc_hub o2 hub && dc_ncdc o1 bert passive "$tmp/share" && dc_ncdc l1 anna active || return
	dc_ncdc_join bert "$hub"
}

go() { dc_ncdc_join anna "$hub" && dc_ncdc_fetch anna bert; }

proved() { same_file "$tmp/share/film.bin" "$tmp/home-anna/ncdc/dl/films/film.bin"; }
payload() { arrived "$tmp/home-anna/ncdc/dl/films/film.bin"; }
versions() { version_of ncdc; version_of python3; }
