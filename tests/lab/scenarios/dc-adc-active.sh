# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: uhub eiskaltdcpp-daemon curl
#
# EiskaltDC++ behind the gateway, active, joins an ADC hub outside and fetches a file from another one.

# shellcheck source=../dc.sh
. "$lab/dc.sh"

out=2
hub=adc://$(addr4 o2):1511

labels() {
	owned hub directconnect
	owned bert directconnect
	owned anna directconnect
}

setup() {
	dc_film
	dc_adc_hub o2 hub && dc_eiskalt o1 bert && dc_eiskalt l1 anna || return
	dc_share "$(ns o1)" "$tmp/share" || fail "not hashed" || return
	dc_join "$(ns o1)" "$hub"
	wait_for 10 dc_sees "$(ns o1)" "$hub" bert || fail "bert is not on the hub"
}

go() { dc_eiskalt_fetch l1 "$hub" bert film.bin "$tmp/home-anna/down"; }

proved() { same_file "$tmp/share/film.bin" "$tmp/home-anna/down/film.bin"; }
payload() { arrived "$tmp/home-anna/down/film.bin"; }
versions() { version_of uhub; version_of eiskaltdcpp-daemon; }
