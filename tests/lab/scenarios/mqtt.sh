# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: mosquitto mosquitto-clients
#
# Messages and a file go from one client of Mosquitto to another, 50 ms away.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
lan=2 delay_ms=25

labels() {
	owned subscriber other:mqtt
	owned publisher other:mqtt
	owned broker other:mqtt
}

setup() {
	random_file "$tmp/file" 60k
	printf 'listener 1883 0.0.0.0\nallow_anonymous true\n' >"$tmp/mosquitto.conf"
	spawn o1 broker mosquitto -c "$tmp/mosquitto.conf"
	wait_for 10 listens "$(ns o1)" 1883
}

go() {
	spawn l1 subscriber sh -c "mosquitto_sub -h $(addr4 o1) -t lab/line -q 1 -C 20 -W 15 >$tmp/lines"
	spawn l1 subscriber sh -c "mosquitto_sub -h $(addr4 o1) -t lab/file -q 2 -C 1 -N -W 15 >$tmp/got"
	sleep 1
	seq 20 | as_with_input l2 publisher timeout 10 mosquitto_pub -h "$(addr4 o1)" -t lab/line -q 1 -l
	as l2 publisher timeout 10 mosquitto_pub -h "$(addr4 o1)" -t lab/file -q 2 -f "$tmp/file"
}

proved() { [ "$(grep -c . "$tmp/lines")" = 20 ] && same_file "$tmp/file" "$tmp/got"; }
versions() { version_of mosquitto; version_of mosquitto-clients; }
