# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: curl nginx openssl
#
# curl reads several files at once from nginx over HTTP/2 and TLS 1.3, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned curl other:tls
	owned nginx other:tls
}

setup() {
	web_pages "$tmp/www" 3
	certificate site o1
	lab_web o1 nginx "$tmp/www" "$(tls_site site http2) ssl_protocols TLSv1.3;"
}

go() {
	as l1 curl curl -sSv --http2 --parallel --cacert "$tmp/site.pem" --max-time 8 -w '%{http_version}\n' \
		--output-dir "$tmp/home-curl" -O "https://$(addr4 o1)/data[1-3]-[1-6].bin" >"$tmp/http" 2>"$tmp/curl.log"
}

proved() {
	local n k
	for n in 1 2 3; do
		for k in 1 2 3 4 5 6; do same_file "$tmp/www/data$n-$k.bin" "$tmp/home-curl/data$n-$k.bin" || return; done
	done
	[ "$(grep -cx 2 "$tmp/http")" = 18 ] && grep -q 'SSL connection using TLSv1.3' "$tmp/curl.log"
}
versions() { version_of curl; version_of nginx; }
