# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the scenarios with STUN, TURN and WebRTC share. Needs programs.sh.

# turn_server HOST NAME [OPTION…]: coturn on port 3478 (UDP, TCP) and 5349 (TLS, DTLS) of all addresses;
# user and password are "film".
turn_server() {
	local host=$1 name=$2 home
	shift 2

	uid_of "$name"
	home=$tmp/home-$name
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=turn.example \
		-keyout "$home/key.pem" -out "$home/cert.pem" 2>/dev/null
	chown "$uid:$uid" "$home/key.pem" "$home/cert.pem"
	spawn "$host" "$name" turnserver -n --lt-cred-mech --user film:film --realm turn.example \
		--cert "$home/cert.pem" --pkey "$home/key.pem" --userdb "$home/turndb" --pidfile "$home/pid" \
		--listening-ip "$(addr4 "$host")" --listening-ip "$(addr6 "$host")" \
		--relay-ip "$(addr4 "$host")" --relay-ip "$(addr6 "$host")" \
		--relay-threads 1 --no-cli --log-file stdout "${@:---no-rfc5780}"
	wait_for 10 listens "$(ns "$host")" 3478 udp
}

# turn_echo HOST NAME SERVER PEER [OPTION…]: film_mb thousands of messages of 1000 bytes through the relay
# to turnutils_peer and back, 200 a second.
turn_echo() {
	local host=$1 name=$2 server=$3 peer=$4
	shift 4
	spawn "$host" "$name" turnutils_uclient -v -u film -w film -c -n "$((film_mb * 1000))" -l 1000 -z 5 -e "$peer" "$@" "$server"
}

# turn_echoed NAME: bytes that came back.
turn_echoed() {
	local bytes
	bytes=$(grep -o 'tot_recv_bytes ~ [0-9]*' "$tmp/$1.log" | tail -n 1 | tr -dc 0-9)
	echo "${bytes:-0}"
}

# port_mapper HOST NAME [CONFIGURATION]: miniupnpd on that router, UPnP IGD on port 5000, NAT-PMP and PCP on 5351,
# for whoever 198.18.0.0/16 has: the gateway behind its own NAT.
port_mapper() {
	local host=$1 name=$2 more=${3:-} ns home
	ns=$(ns "$host") home=$tmp/home-$name

	mkdir -p "$home"
	ip -n "$ns" link add ext0 type veth peer name ext1
	ip -n "$ns" addr add 192.0.3.2/24 dev ext0	# to miniupnpd a test net is no outside
	ip -n "$ns" link set ext0 up
	ip -n "$ns" link set ext1 up
	ip -n "$ns" addr add "$(addr4 "$host")/16" dev eth0 noprefixroute
	ip -n "$ns" addr del "$(addr4 "$host")/24" dev eth0
	ip -n "$ns" route replace "198.18.${host#o}.1" dev eth0
	ip -n "$ns" route replace default via "198.18.${host#o}.1"
	in_ns "$ns" nft 'add table inet filter
		add chain inet filter miniupnpd
		add chain inet filter prerouting { type nat hook prerouting priority -100; }
		add chain inet filter prerouting_miniupnpd
		add rule inet filter prerouting jump prerouting_miniupnpd
		add chain inet filter postrouting { type nat hook postrouting priority 100; }
		add chain inet filter postrouting_miniupnpd
		add rule inet filter postrouting jump postrouting_miniupnpd'
	cat >"$home/miniupnpd.conf" <<-END
		ext_ifname=ext0
		listening_ip=eth0
		http_port=5000
		enable_natpmp=yes
		enable_upnp=yes
		secure_mode=no
		lease_file=$home/leases
		uuid=9d3e2e4f-8935-429d-a42b-e3a61ea17856
		allow 1024-65535 0.0.0.0/0 1-65535
		$more
	END
	spawn_root "$host" "$name" miniupnpd -d -f "$home/miniupnpd.conf" -P "$home/pid"
	wait_for 10 listens "$ns" 5000 && wait_for 10 listens "$ns" 5351 udp
}

# port_is_open HOST PORT: that miniupnpd there forwards it.
port_is_open() { in_ns "$(ns "$1")" nft list chain inet filter prerouting_miniupnpd 2>/dev/null | grep -q "dport $2 "; }

# webtorrent HOST NAME TORRENT DIRECTORY PORT tcp|utp|webrtc: WebTorrent under node.
webtorrent() {
	mkdir -p "$4"
	give "$2" "$4"
	spawn_node "$1" "$2" webtorrent.mjs "${@:3}"
}

webtorrent_is_complete() { grep -qx complete "$tmp/$1.log"; }

# webtorrent_tracker HOST NAME: the tracker of WebTorrent, HTTP, UDP and WebSocket on port 8000.
webtorrent_tracker() {
	spawn "$1" "$2" node "$node_modules/bittorrent-tracker/bin/cmd.js" --port 8000 --http-hostname "$(addr4 "$1")" --udp-hostname "$(addr4 "$1")"
	wait_for 15 listens "$(ns "$1")" 8000
}

# --- Chromium -----------------------------------------------------------------

# rtc_notes HOST NAME: notes.mjs beside a browser; $tmp/notes is what the pages tell each other and us.
rtc_notes() {
	mkdir -p "$tmp/notes"
	chmod 777 "$tmp/notes"
	spawn_node "$1" "$2" notes.mjs "$tmp/notes"
	wait_for 15 listens "$(ns "$1")" 8080
}

# rtc_page HOST NAME PAGE [OPTION…]: a browser with a fake camera on that page, which does not cross the gateway.
rtc_page() {
	local host=$1 name=$2 page=$3
	shift 3

	rtc_notes "$host" "$name-notes" &&
		chromium_at "$host" "$name" "http://127.0.0.1:8080/$page" "$@" --disable-quic --disable-features=WebRtcHideLocalIpsWithMdns \
			--use-fake-device-for-media-stream --use-fake-ui-for-media-stream --autoplay-policy=no-user-gesture-required
}

# rtc_pair CALLER-HOST CALLEE-HOST call|data [RELAY-OF-CALLER]: two pages that are ready for each other; rtc_go begins.
rtc_pair() {
	rtc_page "$2" callee "webrtc.html?side=callee&kind=$3" &&
		rtc_page "$1" caller "webrtc.html?side=caller&kind=$3${4:+&relay=$4}" &&
		wait_for 40 test -f "$tmp/notes/callee-ready" &&
		wait_for 40 test -f "$tmp/notes/caller-ready"
}

# rtc_note NAME: the number that a page has noted.
rtc_note() { cat "$tmp/notes/$1" 2>/dev/null || echo 0; }

rtc_go() { echo yes >"$tmp/notes/go"; }
