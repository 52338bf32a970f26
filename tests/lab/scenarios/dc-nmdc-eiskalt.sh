# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: eiskaltdcpp-daemon ncdc python3 bzip2 curl
#
# An NMDC hub and a passive ncdc in the LAN; EiskaltDC++ outside, active, joins that hub and fetches the file.

# shellcheck source=../dc.sh
. "$lab/dc.sh"

hub=dchub://$(addr4 l1):411

labels() {
	owned hub directconnect
	owned bert directconnect
	owned anna directconnect
}

setup() {
	dc_film
	dc_nmdc_hub l1 hub && dc_ncdc l1 anna passive "$tmp/share" && dc_eiskalt o1 bert || return
	dc_ncdc_join anna "$hub/"
}

go() { dc_eiskalt_fetch o1 "$hub" anna film.bin "$tmp/home-bert/down"; }

proved() { same_file "$tmp/share/film.bin" "$tmp/home-bert/down/film.bin"; }
payload() { arrived "$tmp/home-bert/down/film.bin"; }
versions() { version_of ncdc; version_of eiskaltdcpp-daemon; version_of python3; }
