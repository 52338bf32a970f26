# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: microdc2 python3
#
# microdc2, passive behind NAT, joins an NMDC hub outside and fetches a file from a microdc2 that is active.

# shellcheck source=../dc.sh
. "$lab/dc.sh"

out=2
nat=yes

labels() {
	owned hub directconnect
	owned bert directconnect
	owned anna directconnect
}

setup() {
	dc_film
	dc_nmdc_hub o2 hub && dc_microdc o1 bert active "$tmp/share" && dc_microdc l1 anna passive || return
	dc_microdc_join bert "$(addr4 o2):411"
}

go() { dc_microdc_join anna "$(addr4 o2):411" && dc_microdc_fetch anna bert share film.bin; }

proved() { same_file "$tmp/share/film.bin" "$tmp/home-anna/down/film.bin"; }
payload() { arrived "$tmp/home-anna/down/film.bin"; }
versions() { version_of microdc2; version_of python3; }
