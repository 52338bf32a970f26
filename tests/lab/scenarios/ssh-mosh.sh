# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: mosh
#
# A session of mosh: encrypted UDP, here with delay and loss.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=30 loss_percent=1

labels() {
	owned client other:mosh
	owned server other:mosh
}

# Its first connection would come from ssh; here the key is passed by hand.
setup() {
	# shellcheck disable=SC2016
	spawn_as_user o1 server nobody mosh-server new -v -i "$(addr4 o1)" -p 60001 -l LANG=C.UTF-8 -- \
		sh -c 'for n in $(seq 1 200); do echo "line $n of the lab"; sleep 0.1; done'
	wait_for 10 grep -q 'MOSH CONNECT' "$tmp/server.log"
}

go() {
	local key
	key=$(sed -n 's/.*MOSH CONNECT 60001 \([^ \r]*\).*/\1/p' "$tmp/server.log")
	spawn_as_user l1 client nobody timeout 12 script -qfc \
		"stty rows 24 cols 80; env TERM=xterm LANG=C.UTF-8 MOSH_KEY=$key mosh-client $(addr4 o1) 60001" "$tmp/home-client/screen"
}

proved() { [ "$(grep -ao 'line [0-9]*' "$tmp/home-client/screen" | sort -u | wc -l)" -ge 3 ]; }
versions() { version_of mosh; }
