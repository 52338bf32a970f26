# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium nginx openssl
#
# Chromium reads four linked pages from nginx over HTTP/2, each with a style sheet, a script and six files.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
known_as o1

labels() {
	owned chromium other:tls
	owned nginx other:tls
}

setup() {
	web_pages "$tmp/www" 4
	certificate site
	lab_web o1 nginx "$tmp/www" "$(tls_site site http2) ssl_protocols TLSv1.2 TLSv1.3; access_log $tmp/home-nginx/access.log;"
}

go() { chromium_at l1 chromium https://server.test/page1.html --disable-quic --ignore-certificate-errors; }

proved() {
	grep -q '"GET /done HTTP/2.0" 200' "$tmp/home-nginx/access.log" &&
		[ "$(grep -c '"GET /data.-..bin HTTP/2.0" 200' "$tmp/home-nginx/access.log")" = 24 ]
}
versions() { version_of chromium; version_of nginx; }
