# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: openssl gnutls-bin wget curl nginx
#
# TLS without a name, with certificates made a moment ago, on ports such as 8443 and 9001: OpenSSL, GnuTLS and curl,
# versions 1.2 and 1.3, over IPv4 and IPv6, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes
ports=(443 8443 9001 9030 4001 30303 50123)

labels() {
	owned openssl other:tls
	owned gnutls other:tls
	owned curl other:tls
	owned nginx other:tls
	owned server other:tls
}

setup() {
	local port listen=''
	web_pages "$tmp/www" 1
	certificate site
	for port in "${ports[@]}"; do listen+="listen $port ssl; listen [::]:$port ssl;"; done
	lab_web o1 nginx "$tmp/www" "$listen ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate $tmp/site.pem; ssl_certificate_key $tmp/site.key;" || return
	certificate client
	spawn o1 server openssl s_server -accept 7443 -cert "$tmp/site.pem" -key "$tmp/site.key" -Verify 1 -www
	wait_for 10 listens "$(ns o1)" 7443
}

request() { printf 'GET /data1-2.bin HTTP/1.0\r\n\r\n'; sleep 1; }

go() {
	local port here version
	here=$(addr4 o1)
	for port in "${ports[@]}"; do
		for version in 1.2 1.3; do
			as l1 curl curl -sSk --tls-max "$version" --max-time 6 -o "$tmp/home-curl/$port-$version" "https://$here:$port/data1-6.bin"
		done
		as l1 curl wget -q --no-check-certificate --timeout=6 --tries=1 -O "$tmp/home-curl/$port-six" "https://[$(addr6 o1)]:$port/data1-6.bin"
	done
	request | as_with_input l1 openssl timeout 5 openssl s_client -quiet -tls1_3 -connect "$here:9001" >"$tmp/openssl.out" 2>/dev/null
	request | as_with_input l1 gnutls timeout 5 gnutls-cli --insecure --port 4001 "$here" >"$tmp/gnutls.out" 2>/dev/null
	as l1 curl curl -sSk --max-time 6 --cert "$tmp/client.pem" --key "$tmp/client.key" "https://$here:7443/" >"$tmp/own.out"
}

proved() {
	local port version
	for port in "${ports[@]}"; do
		for version in 1.2 1.3 six; do same_file "$tmp/www/data1-6.bin" "$tmp/home-curl/$port-$version" || return; done
	done
	grep -aq '200 OK' "$tmp/openssl.out" && grep -aq '200 OK' "$tmp/gnutls.out" && grep -q 'Client certificate' "$tmp/own.out"
}
versions() { version_of curl; version_of openssl; version_of gnutls-bin; version_of wget; }
