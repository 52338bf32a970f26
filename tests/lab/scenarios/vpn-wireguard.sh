# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: wireguard-go wireguard-tools nginx curl
#
# A file of random bytes comes through a tunnel of wireguard-go, with delay and loss.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=15 loss_percent=1

labels() {
	owned client wireguard
	owned server wireguard
}

# wireguard HOST NAME ADDRESS PEER-NAME ENDPOINT
wireguard() {
	local host=$1 name=$2 address=$3 peer=$4 endpoint=$5

	cat >"$tmp/$name.conf" <<-END
		[Interface]
		PrivateKey = $(cat "$tmp/$name.private")
		ListenPort = 51820
		[Peer]
		PublicKey = $(wg pubkey <"$tmp/$peer.private")
		AllowedIPs = 10.9.0.0/24
		${endpoint:+Endpoint = $endpoint}
	END
	# shellcheck disable=SC2016
	spawn_apart "$host" "$name" /run/wireguard sh -c '
		wireguard-go -f wg0 &
		n=0
		until [ -S /run/wireguard/wg0.sock ] || [ $n -gt 50 ]; do n=$((n + 1)); sleep 0.1; done
		wg setconf wg0 "$1" && ip addr add "$2/24" dev wg0 && ip link set wg0 mtu 1400 up
		wait' wireguard "$tmp/$name.conf" "$address"
}

setup() {
	wg genkey >"$tmp/server.private"
	wg genkey >"$tmp/client.private"
	mkdir "$tmp/www"
	random_file "$tmp/www/random.bin" 200k
	wireguard o1 server 10.9.0.1 client ''
	wireguard l1 client 10.9.0.2 server "$(addr4 o1):51820"
	lab_web o1 nginx "$tmp/www" && wait_for 10 is_up o1 && wait_for 10 is_up l1
}

is_up() { ip -n "$(ns "$1")" addr show dev wg0 up | grep -q 10.9.0; }

go() { as l1 curl curl -sS --max-time 12 -o "$tmp/home-curl/random.bin" http://10.9.0.1/random.bin; }

proved() { same_file "$tmp/www/random.bin" "$tmp/home-curl/random.bin"; }
versions() { version_of wireguard-go; }
