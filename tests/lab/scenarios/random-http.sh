# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: curl nginx python3
#
# curl fetches six files of random bytes at once over HTTP, in parts, and sends two; behind NAT, 30 ms away, with loss.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes delay_ms=15 loss_percent=1

labels() {
	owned curl other:http
	owned nginx other:http
}

setup() {
	mkdir "$tmp/www" "$tmp/in"
	for n in 1 2 3 4 5 6; do random_file "$tmp/www/$n.bin" $((n * 25))k; done
	give nginx "$tmp/in"
	lab_web o1 nginx "$tmp/www" "location /in/ { root $tmp; dav_methods PUT; client_max_body_size 2m; }"
}

go() {
	local url n
	url=http://$(addr4 o1)
	for n in 1 2 3 4 5 6; do
		as l1 curl curl -sS --max-time 12 -r 0-9999 -o "$tmp/home-curl/$n.bin" "$url/$n.bin" &&
			as l1 curl curl -sS --max-time 12 -C - -o "$tmp/home-curl/$n.bin" "$url/$n.bin" &
	done
	for n in 5 6; do as l1 curl curl -sS --max-time 12 -T "$tmp/www/$n.bin" "$url/in/" & done
}

proved() {
	local n
	for n in 1 2 3 4 5 6; do same_file "$tmp/www/$n.bin" "$tmp/home-curl/$n.bin" || return; done
	same_file "$tmp/www/5.bin" "$tmp/in/5.bin" && same_file "$tmp/www/6.bin" "$tmp/in/6.bin"
}
versions() { version_of curl; version_of nginx; }
