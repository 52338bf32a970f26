# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: libcoap3-bin openssl
#
# coap-client asks coap-server, in the clear and over DTLS with a shared key; openssl talks DTLS to openssl; with delay.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=10

labels() {
	owned client other:coap
	owned server other:coap
	owned openssl other:dtls
	owned dtls other:dtls
}

setup() {
	certificate dtls
	spawn o1 server coap-server-gnutls -A "$(addr4 o1)" -k secret -h lab
	spawn o1 dtls sh -c "sleep 60 | openssl s_server -dtls -quiet -accept 4433 -cert $tmp/dtls.pem -key $tmp/dtls.key"
	wait_for 10 listens "$(ns o1)" 5683 udp && wait_for 10 listens "$(ns o1)" 4433 udp
}

go() {
	local n
	for n in 1 2 3 4; do
		as l1 client timeout 5 coap-client-gnutls -B 4 -m get "coap://$(addr4 o1)/"
		as l1 client timeout 5 coap-client-gnutls -B 4 -m get "coap://$(addr4 o1)/time"
	done >"$tmp/plain" 2>&1
	as l1 client timeout 5 coap-client-gnutls -B 4 -m get -u lab -k secret "coaps://$(addr4 o1)/" >"$tmp/secure" 2>&1
	{ sleep 1; echo "hello from the lab"; } | as_with_input l1 openssl timeout 3 openssl s_client -dtls -quiet \
		-connect "$(addr4 o1):4433" >/dev/null 2>&1
	return 0
}

proved() {
	[ "$(grep -c 'test server' "$tmp/plain")" = 4 ] && grep -q 'test server' "$tmp/secure" && grep -q 'hello from the lab' "$tmp/dtls.log"
}
versions() { version_of libcoap3-bin; version_of openssl; }
