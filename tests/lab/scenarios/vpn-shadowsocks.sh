# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: shadowsocks-libev unbound knot-dnsutils nginx curl openssl
#
# Pages through Shadowsocks over TCP, and DNS over its UDP: nothing but random bytes from the first one on.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned local other:shadowsocks
	owned tunnel other:shadowsocks
	owned server other:shadowsocks
}

setup() {
	web_pages "$tmp/www" 2
	dns_server o1 unbound && lab_web o1 nginx "$tmp/www" || return
	spawn o1 server ss-server -s 0.0.0.0 -p 8388 -k secret -m chacha20-ietf-poly1305 -u
	spawn o1 server ss-server -s 0.0.0.0 -p 8389 -k secret -m aes-256-gcm
	spawn l1 local ss-local -s "$(addr4 o1)" -p 8388 -l 1080 -k secret -m chacha20-ietf-poly1305
	spawn l1 local ss-local -s "$(addr4 o1)" -p 8389 -l 1081 -k secret -m aes-256-gcm
	spawn l1 tunnel ss-tunnel -s "$(addr4 o1)" -p 8388 -l 5300 -k secret -m chacha20-ietf-poly1305 -L 127.0.0.1:53 -U
	wait_for 10 listens "$(ns l1)" 1080 && wait_for 10 listens "$(ns l1)" 1081 && wait_for 10 listens "$(ns l1)" 5300 udp
}

go() {
	local n k
	for n in 1 2; do
		for k in 1 2 3 4 5 6; do
			as l1 curl curl -sS --max-time 6 --socks5 127.0.0.1:$((1079 + n)) -o "$tmp/home-curl/$n-$k" "http://127.0.0.1/data$n-$k.bin"
			as l1 kdig kdig @127.0.0.1 -p 5300 +timeout=3 +retry=0 +short "host$k.server.test" A
		done
	done >"$tmp/answers" 2>&1
}

proved() {
	local n k
	for n in 1 2; do
		for k in 1 2 3 4 5 6; do same_file "$tmp/www/data$n-$k.bin" "$tmp/home-curl/$n-$k" || return; done
	done
	[ "$(grep -c '^198.18.1.' "$tmp/answers")" = 12 ]
}
versions() { version_of shadowsocks-libev; }
