# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: uhub ncdc python3 bzip2
#
# ncdc joins an ADC hub over IPv6 and fetches a file over IPv6 from another ncdc, both active, on a line with loss.

# shellcheck source=../dc.sh
. "$lab/dc.sh"

out=2
delay_ms=10 loss_percent=1
hub=adc://[$(addr6 o2)]:1511/

labels() {
	owned hub directconnect
	owned bert directconnect
	owned anna directconnect
}

setup() {
	dc_film
	dc_adc_hub o2 hub && dc_ncdc o1 bert active "$tmp/share" && dc_ncdc l1 anna active || return
	dc_ncdc_join bert "$hub"
}

go() { dc_ncdc_join anna "$hub" && dc_ncdc_fetch anna bert; }

proved() { same_file "$tmp/share/film.bin" "$tmp/home-anna/ncdc/dl/films/film.bin"; }
payload() { arrived "$tmp/home-anna/ncdc/dl/films/film.bin"; }
versions() { version_of uhub; version_of ncdc; }
