# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: openvpn openssl nginx curl
#
# A file of random bytes comes through a tunnel of OpenVPN over TCP, over IPv6.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned client other:openvpn
	owned server other:openvpn
}

setup() {
	local options=(--dev tun --topology subnet --cipher AES-256-GCM --dh none --verb 3 --keepalive 5 20)

	certificate server
	certificate client
	openvpn --genkey secret "$tmp/crypt.key"
	mkdir "$tmp/www"
	random_file "$tmp/www/random.bin" 200k
	spawn_root o1 server openvpn "${options[@]}" --proto tcp6-server --port 1194 --tls-server --mode server --push "topology subnet" \
		--ifconfig 10.9.0.1 255.255.255.0 --ifconfig-pool 10.9.0.2 10.9.0.9 --cert "$tmp/server.pem" --key "$tmp/server.key" \
		--peer-fingerprint "$(fingerprint client)" --tls-crypt "$tmp/crypt.key"
	lab_web o1 nginx "$tmp/www" && wait_for 10 listens "$(ns o1)" 1194 tcp
}

fingerprint() { openssl x509 -in "$tmp/$1.pem" -noout -fingerprint -sha256 | cut -d= -f2; }

go() {
	spawn_root l1 client openvpn --dev tun --proto tcp6-client --remote "$(addr6 o1)" 1194 --nobind --tls-client --pull --verb 3 \
		--cert "$tmp/client.pem" --key "$tmp/client.key" --peer-fingerprint "$(fingerprint server)" --tls-crypt "$tmp/crypt.key"
	wait_for 12 grep -q 'Initialization Sequence Completed' "$tmp/client.log" || return
	as l1 curl curl -sS --max-time 8 -o "$tmp/home-curl/random.bin" http://10.9.0.1/random.bin
}

proved() { same_file "$tmp/www/random.bin" "$tmp/home-curl/random.bin"; }
versions() { version_of openvpn; }
