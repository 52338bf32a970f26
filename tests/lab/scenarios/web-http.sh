# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: curl nginx
#
# curl reads a page and a file of random bytes from nginx.

labels() {
	owned curl other:http
	owned nginx other:http
}

setup() {
	mkdir "$tmp/www"
	head -c 300k /dev/urandom >"$tmp/www/random.bin"
	echo "hello from the lab" >"$tmp/www/index.html"
	lab_web o1 nginx "$tmp/www"
}

go() {
	as l1 curl curl -sS --max-time 8 -o "$tmp/home-curl/random.bin" "http://$(addr4 o1)/random.bin"
	as l1 curl curl -sS -g --max-time 8 -o "$tmp/home-curl/index.html" "http://[$(addr6 o1)]/"
}

proved() { same_file "$tmp/www/random.bin" "$tmp/home-curl/random.bin" && grep -q hello "$tmp/home-curl/index.html"; }
versions() { version_of curl; version_of nginx; }
