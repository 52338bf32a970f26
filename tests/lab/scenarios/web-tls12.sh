# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: curl nginx openssl
#
# curl reads a page and a file from nginx over TLS 1.2, over IPv4 and IPv6.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned curl other:tls
	owned nginx other:tls
}

setup() {
	mkdir "$tmp/www"
	random_file "$tmp/www/random.bin" 300k
	certificate site o1
	lab_web o1 nginx "$tmp/www" "$(tls_site site) ssl_protocols TLSv1.2;"
}

go() {
	local n=0 url
	for url in "https://$(addr4 o1)" "https://[$(addr6 o1)]"; do
		n=$((n + 1))
		as l1 curl curl -sSgv --cacert "$tmp/site.pem" --max-time 8 -o "$tmp/home-curl/$n.bin" "$url/random.bin" 2>>"$tmp/curl.log"
	done
}

proved() {
	same_file "$tmp/www/random.bin" "$tmp/home-curl/1.bin" && same_file "$tmp/www/random.bin" "$tmp/home-curl/2.bin" &&
		[ "$(grep -c 'SSL connection using TLSv1.2' "$tmp/curl.log")" = 2 ]
}
versions() { version_of curl; version_of nginx; }
