# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: aria2 transmission-daemon transmission-cli mktorrent opentracker shadowsocks-libev obfs4proxy wireguard-go wireguard-tools openssh-server openssh-client nginx curl openssl python3
#
# A host runs BitTorrent (aria2 over TCP, Transmission over uTP) and Shadowsocks, obfs4, WireGuard, SSH, and the talkers
# of tests/gateway/talk.py to six networks; a host beside it has the talkers alone. The torrent may be blocked; nothing else.

lan=2 out=3
# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
# shellcheck source=../bittorrent.sh
. "$lab/bittorrent.sh"

far=(45.81 62.4 91.108 149.154 185.76 203.5)	# networks behind o1
kinds=(mtproto mtproto@5222 look-alike look-alike-up random-tcp shadowsocks shadowsocks-tls-h2 shadowsocks-ssh
	shadowsocks-scp shadowsocks-2022 vmess obfs4 scramblesuit third-124 fifth-68 ack-34 ack-36 ack-52 bulk-mixed
	upload ssh-like tls@8444 game game-counting random-udp)

labels() {
	local name
	for name in seeder leecher tracker utp-seeder utp-leecher; do owned $name bittorrent; done
	for name in ss-local ss-tunnel ss-server; do owned $name other:shadowsocks; done
	for name in obfs-client obfs-server obfs-client1 obfs-server1; do owned $name other:obfs4; done
	owned wg-client wireguard
	owned wg-server wireguard
	owned sshd other:ssh
	owned scp other:ssh
	owned talker other:random
	owned talker2 other:random
	owned talked other:random
}

# --- servers -------------------------------------------------------------------

networks() {
	local n
	for n in "${far[@]}"; do
		ip -n "$(ns o1)" route add local "$n.0.0/16" dev lo
		ip -n "$net" route add "$n.0.0/16" via "$(addr4 o1)"
	done
}

swarm() {
	bt_film "udp://$(addr4 o2):6969/announce"
	cp -r "$tmp/files" "$tmp/files2"
	bt_tracker o2 tracker "$tmp/film.torrent" &&
		bt_aria2 o2 seeder "$tmp/files" "$tmp/film.torrent" 6881 "${seeding[@]}" &&
		bt_transmission_film o3 utp-seeder "$tmp/files2" 51413 --utp &&
		only_utp "$(ns o3)" 51413 && wait_for 15 bt_seeds o2 6881 film.bin
}

# obfs4proxy without Tor: what manages it speaks by environment and output; behind the server is a web server.
# obfs_server NAME PORT IAT-MODE
obfs_server() {
	spawn o1 "$1" env TOR_PT_MANAGED_TRANSPORT_VER=1 TOR_PT_STATE_LOCATION="$tmp/home-$1" TOR_PT_SERVER_TRANSPORTS=obfs4 \
		TOR_PT_SERVER_BINDADDR="obfs4-$(addr4 o1):$2" TOR_PT_SERVER_TRANSPORT_OPTIONS="obfs4:iat-mode=$3" \
		TOR_PT_ORPORT=127.0.0.1:80 TOR_PT_EXTENDED_SERVER_PORT= obfs4proxy
	wait_for 10 grep -q '^SMETHODS DONE' "$tmp/$1.log"
}

obfs_client() {
	spawn l1 "$1" env TOR_PT_MANAGED_TRANSPORT_VER=1 TOR_PT_STATE_LOCATION="$tmp/home-$1" TOR_PT_CLIENT_TRANSPORTS=obfs4 obfs4proxy
	wait_for 10 grep -q '^CMETHODS DONE' "$tmp/$1.log"
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
is_up() { ip -n "$(ns "$1")" addr show dev wg0 up | grep -q 10.9.0; }

odd_sshd() {
	mkdir -p "$tmp/ssh" /run/sshd
	ssh-keygen -q -t ed25519 -N '' -f "$tmp/ssh/host"
	ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
	chown nobody "$tmp/key" "$tmp/got"
	spawn_root o3 sshd /usr/sbin/sshd -D -e -f /dev/null -p 2222 -o HostKey="$tmp/ssh/host" -o PidFile=none -o UsePAM=no \
		-o AuthorizedKeysFile="$tmp/key.pub" -o StrictModes=no -o PermitRootLogin=yes -o Subsystem='sftp internal-sftp'
	wait_for 10 listens "$(ns o3)" 2222
}

setup() {
	mkdir "$tmp/www" "$tmp/got"
	random_file "$tmp/www/random.bin" 400k
	certificate talk
	cat "$tmp/talk.key" "$tmp/talk.pem" >"$tmp/cert.pem"
	wg genkey >"$tmp/wg-server.private"
	wg genkey >"$tmp/wg-client.private"
	networks
	swarm || { reason="no swarm"; return 1; }
	lab_web o1 nginx "$tmp/www" && lab_web o2 nginx2 "$tmp/www" || return
	spawn o1 ss-server ss-server -s 0.0.0.0 -p 8388 -k secret -m chacha20-ietf-poly1305
	spawn o1 ss-server ss-server -s 0.0.0.0 -p 8389 -k secret -m aes-256-gcm
	spawn o1 talked env -C "$tmp" "$here/talk.py" serve lab 20000 "${kinds[@]}"
	obfs_server obfs-server 8443 0 || { reason="no obfs4"; return 1; }
	obfs_server obfs-server1 8442 1 || { reason="no second obfs4"; return 1; }
	wireguard o2 wg-server 10.9.0.1 wg-client ''
	wait_for 10 is_up o2 || { reason="no WireGuard"; return 1; }
	odd_sshd || { reason="no SSH"; return 1; }
	wait_for 10 grep -q ready "$tmp/talked.log"
}

# --- what crosses the gateway ----------------------------------------------------

# The torrent has been tried for some seconds when the others begin.
torrent() {
	bt_aria2 l1 leecher "$tmp/film-got" "$tmp/film.torrent" 6881 "${fetching[@]}" --dht-entry-point="$(addr4 o2):6881"
	bt_transmission_film l1 utp-leecher "$tmp/film-utp" 51413 --utp
	sleep 6
}

# fetch_by NAME OPTION…: the file through a proxy.
fetch_by() {
	local name=$1
	shift
	as l1 curl curl -sS --max-time 20 -o "$tmp/home-curl/$name" "$@" >>"$tmp/curl.log" 2>&1
}

by_shadowsocks() {
	local n
	for n in 1 2 3; do
		fetch_by ss-$n --socks5 127.0.0.1:1080 http://127.0.0.1/random.bin
		fetch_by ssb-$n --socks5 127.0.0.1:1081 http://127.0.0.1/random.bin
	done
}

# by_obfs4 CLIENT SERVER PORT IAT-MODE: the arguments of obfs4 are name and password at the SOCKS proxy.
by_obfs4() {
	local port cert
	port=$(sed -n 's/^CMETHOD obfs4 socks5 127.0.0.1:\([0-9]*\).*/\1/p' "$tmp/$1.log")
	cert=$(sed -n 's/^Bridge .*\(cert=[^ ]*\).*/\1/p' "$tmp/home-$2/obfs4_bridgeline.txt")
	for n in 1 2 3; do
		fetch_by "$1-$n" --socks5 "127.0.0.1:$port" --proxy-user "$cert:;iat-mode=$4" "http://$(addr4 o1):$3/random.bin"
	done
}

by_ssh() {
	local ssh_args=(-q -P 2222 -F none -i "$tmp/key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes
		-o ConnectTimeout=8)
	as_user l1 scp nobody timeout 20 scp "${ssh_args[@]}" "$tmp/www/random.bin" "root@$(addr4 o3):$tmp/got/there"
	as_user l1 scp nobody timeout 20 scp "${ssh_args[@]}" "root@[$(addr6 o3)]:$tmp/www/random.bin" "$tmp/got/back"
}

# SSH within Shadowsocks: its sizes are the nearest to BitTorrent's that real programs have.
by_ssh_in_shadowsocks() {
	local n
	for n in 1 2 3 4 5 6; do
		as_user l1 scp nobody timeout 8 ssh -q -p 2200 -F none -i "$tmp/key" -o StrictHostKeyChecking=no -o ConnectTimeout=8 \
			-o UserKnownHostsFile=/dev/null -o BatchMode=yes root@127.0.0.1 cat "$tmp/www/random.bin" >"$tmp/got/ssh-$n" 2>>"$tmp/ssh.log"
	done
}

by_wireguard() { fetch_by wg http://10.9.0.1/random.bin; }

# talks HOST NAME
talks() {
	local addresses
	addresses=$(printf ',%s.7.7' "${far[@]}")
	as "$1" "$2" timeout 60 "$here/talk.py" speak lab "${addresses#,}" 20000 1 "${kinds[@]}" >"$tmp/said-$1" 2>&1
}

go() {
	local name pids
	spawn l1 ss-local ss-local -s "$(addr4 o1)" -p 8388 -l 1080 -k secret -m chacha20-ietf-poly1305
	spawn l1 ss-local ss-local -s "$(addr4 o1)" -p 8389 -l 1081 -k secret -m aes-256-gcm
	spawn l1 ss-tunnel ss-tunnel -s "$(addr4 o1)" -p 8388 -l 2200 -k secret -m chacha20-ietf-poly1305 -L "$(addr4 o3):2222"
	obfs_client obfs-client || { reason="no obfs4 client"; return 1; }
	obfs_client obfs-client1 || { reason="no second obfs4 client"; return 1; }
	wireguard l1 wg-client 10.9.0.2 wg-server "$(addr4 o2):51820"
	wait_for 10 is_up l1
	wait_for 10 listens "$(ns l1)" 1081
	torrent
	for name in talker talker2 curl; do uid_of $name; done	# here, for what runs in the background does not tell
	talks l1 talker & pids=($!)
	talks l2 talker2 & pids+=($!)
	by_shadowsocks & pids+=($!)
	by_obfs4 obfs-client obfs-server 8443 0 & pids+=($!)
	by_obfs4 obfs-client1 obfs-server1 8442 1 & pids+=($!)
	by_ssh & pids+=($!)
	by_ssh_in_shadowsocks & pids+=($!)
	by_wireguard & pids+=($!)
	wait "${pids[@]}"
}

# What did not come is named in the log.
proved() {
	local name all=yes
	for name in ss-{1..3} ssb-{1..3} obfs-client-{1..3} obfs-client1-{1..3} wg; do
		same_file "$tmp/www/random.bin" "$tmp/home-curl/$name" || { echo "not come: $name"; all=no; }
	done
	for name in there back ssh-{1..6}; do
		same_file "$tmp/www/random.bin" "$tmp/got/$name" || { echo "not come: $name by SSH"; all=no; }
	done
	for name in l1 l2; do
		[ "$(awk '$4 == $5' "$tmp/said-$name" | wc -l)" = $((6 * ${#kinds[@]})) ] ||
			{ awk -v host="$name" '$4 != $5 { print "not right:", host, $0 }' "$tmp/said-$name"; all=no; }
	done
	[ $all = yes ]
} >"$tmp/not-proved.log"

versions() {
	local name
	for name in shadowsocks-libev obfs4proxy wireguard-go openssh-server aria2 transmission-daemon; do version_of $name; done
}
