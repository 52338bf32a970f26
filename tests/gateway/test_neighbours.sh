#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Nobody is hit for the neighbours it has. Innocent protocols, most of them random from byte 0 on, get through under a
# policy that blocks everything from likely on:
#
#     client1  beside a BitTorrent client: TCP, uTP and DHT, which are blocked
#     client2  beside one that is all RC4 (MSE), with its tracker behind TLS
#     client3  without BitTorrent
#     client4  a household: behind its router one host has BitTorrent, and the other is innocent
#
# The protocols are those of talk.py, where each one's sizes are explained (and in innocent-sizes.md which come close to
# BitTorrent's). They go to six outside networks.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss curl nginx openssl nft conntrack python3 aria2c mktorrent opentracker transmission-daemon transmission-remote ssh sshd
network 4

talk=$here/talk.py
torrents="pw$$t"		# the two hosts of the household
innocent="pw$$i"
far=45.81.7.7,62.4.7.7,91.108.7.7,149.154.7.7,185.76.7.7,203.5.7.7
film_mb=20

# Twelve connections each, two to each network; six of the others.
many=(mtproto@20000 mtproto@5222 mtproto-short look-alike look-alike-up random-tcp shadowsocks shadowsocks-tls-h2 shadowsocks-ssh
	shadowsocks-scp shadowsocks-2022 vmess obfs4 scramblesuit third-124 fifth-68)
few=(lightning upload ack-26 ack-34 ack-36 ack-44 ack-52 ack-69 ack-100 bulk-mixed ssh-like tls@8444 tls@5061
	wireguard-like game game-counting quic-like dtls-like random-udp)
before=(ssh-midstream)		# begun before peerwall is there

policy neighbours <<-END
	version: 1
	gateway: {lan: [lan1, lan2, lan3, lan4], failure: open}
	rules: [{name: everything, protocols: [all], from: likely, action: block}]
END

# --- the network -------------------------------------------------------------------

# one_packet_a_frame NAMESPACE: packets as on a wire, none of 64 kB.
one_packet_a_frame() { ip -n "$1" link set dev eth0 gso_max_segs 1; }

outside() {
	local address
	for address in ${far//,/ }; do ip -n "$server" route add local "${address%.*.*}.0.0/16" dev lo || return; done
	ip -n "$gateway" route add default via "$server4"
}

# inside NAMESPACE N: a host of the household, 192.168.N.2.
inside() {
	add_namespace "$1" || return
	join "$1" eth0 "192.168.$2.2/24" "fd00:70:$2::2/64" "$(client 4)" "in$2" "192.168.$2.1/24" "fd00:70:$2::1/64"
	ip -n "$1" route add default via "192.168.$2.1"
	one_packet_a_frame "$1"
}

household() {
	inside "$torrents" 1 && inside "$innocent" 2 || return
	in_ns "$(client 4)" sysctl -qw net.ipv4.ip_forward=1
	in_ns "$(client 4)" nft 'add table ip nat
		add chain ip nat post { type nat hook postrouting priority 100; }
		add rule ip nat post oifname "eth0" masquerade'
}

# --- BitTorrent ----------------------------------------------------------------------

# A tracker's answer with one seeder at each network, by HTTPS.
far_peers() {
	local address n hex=''
	for address in ${far//,/ }; do
		for n in ${address//./ }; do hex+=$(printf '\\x%02x' "$n"); done
		hex+='\x1a\xeb'		# port 6891
	done
	printf 'd8:intervali5e5:peers36:%be' "$hex" >"$tmp/files/announce"
}

swarm() {
	mkdir "$tmp/files"
	chmod 755 "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	make_torrent "$tmp/film.torrent" "$tmp/files/film.bin" "udp://$second4:6969/announce"
	make_torrent "$tmp/hidden.torrent" "$tmp/files/film.bin" "https://$server4:8443/announce"
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/key.pem" -out "$tmp/only.pem" -days 3 -subj /CN=server.test 2>/dev/null
	cat "$tmp/key.pem" "$tmp/only.pem" >"$tmp/cert.pem"
	far_peers
	nginx_conf "$tmp" "$tmp/files" "listen 8443 ssl; ssl_certificate $tmp/cert.pem; ssl_certificate_key $tmp/cert.pem;"
	start "$server" nginx nginx -c "$tmp/nginx.conf"
	tracker "$server" "$second4" "$tmp/film.torrent" &&
		aria2 "$server" seeder "$tmp/files" "$tmp/film.torrent" 6881 "${seeding[@]}" &&
		aria2 "$server" seeder2 "$tmp/files" "$tmp/hidden.torrent" 6891 "${seeding[@]}" --check-certificate=false --max-upload-limit=400K &&
		transmission "$server" utp-seeder "$tmp/files" 51413 --utp || return
	remote "$server" 51413 -a "$tmp/film.torrent" >/dev/null
	only_utp "$server" 51413
	wait_for 20 seeds 6881 && wait_for 20 seeds 6891 && wait_for 10 listens "$server" 8443
}
seeds() { [ "$(completed "$server" "$1")" = "$((film_mb << 20))" ]; }

# leech NAMESPACE NAME [OPTION…]
leech() {
	local ns=$1 name=$2
	shift 2
	aria2 "$ns" "$name" "$tmp/$name" "$tmp/film.torrent" 6881 "${fetching[@]}" --dht-entry-point="$server4:6881" "$@" &&
		transmission "$ns" "$name-utp" "$tmp/$name-utp" 51413 --utp &&
		remote "$ns" 51413 -a "$tmp/film.torrent" >/dev/null
}

torrent_clients() {
	leech "$(client 1)" plain || fail "no client at host 1" || return
	leech "$torrents" home || fail "no client in the household" || return
	aria2 "$(client 2)" hidden "$tmp/hidden" "$tmp/hidden.torrent" 6881 "${fetching[@]}" --enable-dht=false --check-certificate=false \
		--bt-require-crypto=true --bt-min-crypto-level=arc4 --bt-force-encryption=true || fail "no client at host 2" || return
	wait_for 15 has_label 10.77.1.2 || fail "the client of host 1 is not seen" || return
	wait_for 15 has_label 10.77.4.2 || fail "the client of the household is not seen" || return
	sleep 8					# time for some connections of the encrypted one
}
has_label() { grep '"event":"label"' "$tmp/events.jsonl" | grep '"protocol":"bittorrent"' | grep -q "\"$1\""; }

# little_came NAME: at most a twentieth of the film.
little_came() {
	local bytes
	bytes=$(arrived "$tmp/$1/film.bin")
	[ "$bytes" -le $((film_mb << 20 / 20)) ] || fail "$bytes of $((film_mb << 20)) bytes of the film came"
}

# --- who is innocent -------------------------------------------------------------------

hosts=("beside BitTorrent" "beside encrypted BitTorrent" "without BitTorrent" "in a household with BitTorrent")
namespace_of() { if [ "$1" = 4 ]; then echo "$innocent"; else client "$1"; fi; }

servers() {
	(cd "$tmp" && start "$server" talk "$talk" serve near 20000 "${many[@]}")
	(cd "$tmp" && start "$server" talk2 "$talk" serve near 21000 "${few[@]}" "${before[@]}")
	wait_for 10 grep -q ready "$tmp/talk.log" && wait_for 10 grep -q ready "$tmp/talk2.log"
}

# speak_all FIRST-PORT COUNT OUT KIND…: from all hosts at the same time; not waited for. Another order of the networks
# makes each host say something else.
speak_all() {
	local first=$1 count=$2 out=$3 host order=$far
	shift 3
	for host in 1 2 3 4; do
		order=${order#*,},${order%%,*}
		start "$(namespace_of "$host")" "$out.$host" "$talk" speak near "$order" "$first" "$count" "$@"
		talking+=("$started")
	done
}

all_have_spoken() {
	local pid
	for pid in "${talking[@]}"; do
		wait_for 80 is_gone "$pid" || fail "they talk and talk" || return
	done
}

ssh_server() {
	mkdir -p /run/sshd "$tmp/ssh"
	ssh-keygen -q -t ed25519 -N '' -f "$tmp/ssh/host"
	ssh-keygen -q -t ed25519 -N '' -f "$tmp/ssh/key"
	cp "$tmp/ssh/key.pub" "$tmp/ssh/keys"
	start "$server" sshd "$(command -v sshd)" -D -e -f /dev/null -p 8022 -o HostKey="$tmp/ssh/host" -o PidFile=none -o UsePAM=no \
		-o AuthorizedKeysFile="$tmp/ssh/keys" -o StrictModes=no -o PermitRootLogin=yes -o Subsystem='sftp internal-sftp'
	wait_for 10 listens "$server" 8022
}

# copies HOST: there and back, to two of the networks.
copies() {
	local options=(-q -P 8022 -F none -i "$tmp/ssh/key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
		-o ConnectTimeout=8 -o BatchMode=yes) ns
	ns=$(namespace_of "$1")
	in_ns "$ns" timeout 30 scp "${options[@]}" "$tmp/bulk" "root@45.81.7.7:$tmp/ssh/up$1" &&
		in_ns "$ns" timeout 30 scp "${options[@]}" "root@62.4.7.7:$tmp/bulk" "$tmp/ssh/down$1"
}
came_over_ssh() {
	local right=0
	same_file "$tmp/bulk" "$tmp/ssh/up$1" && right=$((right + 1))
	same_file "$tmp/bulk" "$tmp/ssh/down$1" && right=$((right + 1))
	kept "$1" scp 2 "$right"
	same_file "$tmp/bulk" "$tmp/ssh/up$1" || fail "the copy there is not the same: $(cat "$tmp/scp.$1")" || return
	same_file "$tmp/bulk" "$tmp/ssh/down$1" || fail "the copy back is not the same: $(cat "$tmp/scp.$1")"
}

# kept HOST KIND CONNECTIONS RIGHT: a line for docs/accuracy.md, which UPDATE=1 puts into tests/accuracy/neighbours.tsv.
kept() { printf '%s\t%s\t%s\t%s\n' "${hosts[$1 - 1]}" "${2%@*}" "$3" "$4" >>"$tmp/neighbours"; }
keep_all() {
	{
		printf '# host\tkind\tconnections\tright\n'
		awk -F'\t' -v OFS='\t' '{ key = $1 OFS $2; all[key] += $3; right[key] += $4 } END { for (key in all) print key, all[key], right[key] }' \
			"$tmp/neighbours" | LC_ALL=C sort
	} >"$top/tests/accuracy/neighbours.tsv"
}

# all_right OUT HOST KIND COUNT: COUNT connections of it, all right. KIND may name its port.
all_right() {
	local right total
	read -r right total < <(awk -v kind="${3%@*}" -v port="${3#"${3%@*}"}" '
		$1 == kind && (port == "" || port == "@" $2) { right += $4; all += $5 } END { print right + 0, all + 0 }' "$tmp/$1.$2.log")
	kept "$2" "$3" "$4" "$right"
	[ "$right $total" = "$4 $4" ] || fail "$right of $total"
}

# judge OUT COUNT KIND…
judge() {
	local out=$1 count=$2 host kind
	shift 2
	for host in 1 2 3 4; do
		for kind; do QUIET=yes case_of "neighbours: ${hosts[host - 1]}: $kind" all_right "$out" "$host" "$kind" "$count"; done
	done
}

# --- the run ------------------------------------------------------------------------------

start_it() {
	local n
	outside && household || fail "no network" || return
	one_packet_a_frame "$server"
	for n in 1 2 3; do one_packet_a_frame "$(client "$n")"; done
	swarm || fail "the swarm did not start" || return
	make_file "$tmp/bulk" 3
	servers && ssh_server || fail "no servers" || return
	speak_all $((21000 + ${#few[@]})) 1 before "${before[@]}"
	sleep 2
	daemon_start neighbours || fail "peerwall did not start"
}

everybody_talks() {
	local host pids=()
	speak_all 20000 2 many "${many[@]}"
	speak_all 21000 1 few "${few[@]}"
	for host in 1 2 3 4; do
		copies "$host" >"$tmp/scp.$host" 2>&1 & pids+=($!)
	done
	all_have_spoken || return
	wait "${pids[@]}"
}

talking=()
case_of "neighbours: servers, swarm and peerwall start" start_it
need_daemon
case_of "neighbours: torrent clients start" torrent_clients
case_of "neighbours: everybody talks" everybody_talks
case_of "neighbours: the torrent client is blocked" little_came plain
case_of "neighbours: that over uTP is blocked" little_came plain-utp
case_of "neighbours: that of the household is blocked" little_came home
case_of "neighbours: the encrypted one is blocked" little_came hidden
judge many 12 "${many[@]}"
judge few 6 "${few[@]}"
judge before 6 "${before[@]}"
for host in 1 2 3 4; do case_of "neighbours: ${hosts[host - 1]}: scp both ways" came_over_ssh "$host"; done
case_of "neighbours: sanitizers are quiet" sanitizers_are_quiet
[ -z "${UPDATE:-}" ] || keep_all
finish
