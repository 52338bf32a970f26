# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The outside world of the swarm: peers, trackers, DHT, web server. Needs swarm_net.sh and swarm_programs.sh.

film_mb=20
peer_up_kb=400

# number program port encryption; each second one insists on RC4. Without the programs in $absent.
swarm_peers() {
	awk -v absent=" ${absent:-} " 'index(absent, " " $2 " ") == 0' <<-END
		1 qbittorrent 443 required
		2 qbittorrent 6881 installed
		3 qbittorrent 40125 required
		4 transmission 53 required
		5 transmission 51413 installed
		6 transmission 80 required
		7 aria2 8080 required
		8 aria2 6999 installed
		9 rtorrent 3074 required
		10 rtorrent 6890 installed
		11 deluge 443 required
		12 deluge 49160 installed
		13 libtorrent 80 installed
		14 libtorrent 27015 required
		15 libtorrent 53 installed
	END
}

# --- the network --------------------------------------------------------------

world_network() {
	local n host node

	tmp=$(mktemp -d "${TMPDIR:-/tmp}/peerwall-swarm.XXXXXX") || exit 1
	world=$tmp
	chmod 777 "$tmp"
	add_namespace "$net" || exit 1
	forwards "$net"
	in_ns "$net" nft 'add table inet apart
		add chain inet apart forward { type filter hook forward priority -10; }
		add rule inet apart forward iifname "run*" oifname "run*" reject'
	for n in 20 40 60 80; do start "$net" "delay$n" "$DELAY" "$n" "$n" 0; done
	for host in t h d w x; do attach "$net" "to-$host" "$host" || exit 1; done
	for node in "${dht_nodes[@]}"; do
		ip -n "$(ns d)" addr add "${node%:*}/32" dev lo
		ip -n "$net" route add "${node%:*}/32" via "$(addr4 d)"
	done
	while read -r n _; do
		attach "$net" "p$n" "p$n" && delayed "p$n" $((20 + n % 4 * 20)) || exit 1
	done < <(swarm_peers)
	wait_for 5 links_are_up || { echo "swarm: the network did not come up" >&2; exit 1; }
}

# --- files and trackers -------------------------------------------------------

# torrent NAME FILE [PRIVATE] ANNOUNCE-URL…
torrent() {
	local name=$1 file=$2 options=()
	shift 2
	[ "${1:-}" != private ] || { options+=(-p); shift; }
	while [ $# -gt 0 ]; do options+=(-a "$1"); shift; done
	mktorrent -l 18 -o "$tmp/$name.torrent" "${options[@]}" "$file" >/dev/null
}

world_files() {
	local https=https://$https_name/announce

	mkdir "$tmp/files" "$tmp/web" "$tmp/https"
	make_file "$tmp/files/film.bin" "$film_mb"
	ln "$tmp/files/film.bin" "$tmp/files/private.bin"
	make_file "$tmp/web/page.bin" 1
	torrent public "$tmp/files/film.bin" "udp://$tracker_name:6969/announce" "http://$tracker_name:6969/announce" "$https"
	torrent https "$tmp/files/film.bin" "$https"
	torrent six "$tmp/files/film.bin" "https://$https_name/six"
	torrent bare "$tmp/files/film.bin"
	torrent private "$tmp/files/private.bin" private "$https"
	chmod -R a+rX "$tmp"
}

# bytes_of FORMAT VALUE…: the way printf's %b has them.
ip4_bytes() {
	local part parts
	IFS=. read -ra parts <<<"$1"
	for part in "${parts[@]}"; do printf '\\x%02x' "$part"; done
}
ip6_bytes() { printf '\\x2a\\x01\\x%02x\\x%02x' $((16#$1 >> 8)) $((16#$1 & 255)); printf '\\x00%.0s' {1..11}; printf '\\x02'; }
port_bytes() { printf '\\x%02x\\x%02x' $(($1 >> 8)) $(($1 & 255)); }

# The answers of the HTTPS tracker: all peers, by IPv4 or by IPv6.
world_answers() {
	local n port four='' six=''

	while read -r n _ port _; do
		four+=$(ip4_bytes "$(addr4 "p$n")")$(port_bytes "$port")
		six+=$(ip6_bytes "$n")$(port_bytes "$port")
	done < <(swarm_peers)
	printf "d8:intervali60e5:peers%d:${four}e" $((${#four} / 4)) >"$tmp/https/announce"
	printf "d8:intervali60e5:peers0:6:peers6%d:${six}e" $((${#six} / 4)) >"$tmp/https/six"
}

world_certificate() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=lab CA" -keyout "$tmp/ca.key" -out "$tmp/ca.pem" 2>/dev/null &&
		openssl req -newkey rsa:2048 -nodes -subj "/CN=$https_name" -keyout "$tmp/https.key" -out "$tmp/https.csr" 2>/dev/null &&
		openssl x509 -req -in "$tmp/https.csr" -CA "$tmp/ca.pem" -CAkey "$tmp/ca.key" -CAcreateserial -days 30 \
			-extfile <(echo "subjectAltName=DNS:$https_name") -out "$tmp/https.pem" 2>/dev/null
	ca=$tmp/ca.pem
	chmod a+r "$tmp"/*.pem "$tmp/https.key"
}

# web HOST NAME DIRECTORY DIRECTIVES: nginx, as net.sh's programs have it.
web() {
	uid_of "$2"
	nginx_conf "$tmp/home-$2" "$3" "$4"
	spawn "$1" "$2" nginx -e stderr -c "$tmp/home-$2/nginx.conf"
	wait_for 10 listens "$(ns "$1")" 80
}

hash_of() { aria2c -S "$world/$1.torrent" | sed -n 's/^Info Hash: //p'; }

world_trackers() {
	local n port

	web w nginx "$tmp/web" '' && web h https-tracker "$tmp/https" "
		listen 443 ssl;
		ssl_certificate $tmp/https.pem;
		ssl_certificate_key $tmp/https.key;" || return
	uid_of tracker
	hash_of public >"$tmp/home-tracker/whitelist"
	hash_of public | sed 's/../%&/g' >"$tmp/hash"
	spawn t tracker opentracker -i "$(addr4 t)" -p 6969 -P 6969 -d "$tmp/home-tracker" -w whitelist
	wait_for 10 listens "$(ns t)" 6969 udp || return
	spawn d dht /usr/bin/python3 "$lab/bt_dht_nodes.py" all "${dht_nodes[@]}"
	while read -r n _ port _; do announced "$(ns "p$n")" "$port" started || return; done < <(swarm_peers)
}

# Open to everybody, as such proxies are.
world_proxies() {
	uid_of connect
	printf '%s\n' 'Port 3128' "PidFile \"$tmp/home-connect/pid\"" 'MaxClients 500' 'LogLevel Error' >"$tmp/home-connect/tinyproxy.conf"
	if is_installed tinyproxy; then
		spawn x connect tinyproxy -d -c "$tmp/home-connect/tinyproxy.conf"
		wait_for 10 listens "$(ns x)" 3128 || return
	fi
	if is_installed microsocks; then
		spawn x socks microsocks -p 1080
		wait_for 10 listens "$(ns x)" 1080 || return
	fi
}

# announced NAMESPACE PORT EVENT: the tracker hears it of the peer there; a client that did not get to say so has stopped.
announced() {
	local left=0
	[ "$3" = started ] || left=1
	in_ns "$1" curl -s --max-time 5 -o /dev/null "http://$(addr4 t):6969/announce?info_hash=$(cat "$world/hash")&port=$2&left=$left&event=$3&\
compact=1&uploaded=0&downloaded=0&peer_id=-LB0001-$(printf '%012d' "$2")"
}

# --- the peers ----------------------------------------------------------------

seed_tries=3
seed_pids=()		# by the number of the peer

# seed NUMBER PROGRAM PORT ENCRYPTION: with a home and files as if it were the first time.
seed() {
	local n=$1 program=$2 port=$3
	enc=$4
	rm -rf "$tmp/seed$n"
	mkdir "$tmp/seed$n"
	cp "$tmp/files/film.bin" "$tmp/seed$n/film.bin"
	ln "$tmp/seed$n/film.bin" "$tmp/seed$n/private.bin"
	uid_of "p$n"
	rm -rf "$tmp/home-p$n"
	mkdir "$tmp/home-p$n"
	chown "$uid:$uid" "$tmp/home-p$n"
	started=
	peer "$program" "p$n" "p$n" "$tmp/seed$n" "$port" "$tmp/public.torrent" "$tmp/private.torrent" || {
		echo "swarm: peer $n ($program) did not start" >&2
		[ -z "$started" ] || stop "$started"	# half of a start is none
	}
	seed_pids[n]=$started
}

# seeds_again: those that do not listen are ended and started once more.
seeds_again() {
	local n program port encryption
	while read -r n program port encryption; do
		listens "$(ns "p$n")" "$port" && continue
		echo "swarm: peer $n ($program) does not listen, and is started again" >&2
		[ -z "${seed_pids[n]}" ] || stop "${seed_pids[n]}"
		seed "$n" "$program" "$port" "$encryption"
	done < <(swarm_peers)
}

world_seeds() {
	local n program port encryption try

	role=seed
	up_kb=$peer_up_kb
	while read -r n program port encryption; do seed "$n" "$program" "$port" "$encryption"; done < <(swarm_peers)
	for ((try = 1; try < seed_tries; try++)); do
		wait_for 20 seeds_listen && break
		seeds_again
	done
	wait_for 20 seeds_listen || { echo "swarm: peers that do not listen after $seed_tries tries: $(silent_seeds)" >&2; return 1; }
	wait_for 20 grep -q ready "$tmp/dht.log" || { echo "swarm: the DHT did not come up" >&2; return 1; }
}

# aMules that require obfuscation: all have the file, and are nodes of one Kad.
emule_peers=(1 2 3 4 5)

world_emules() {
	local n nodes=()

	has_emule || return 0
	make_file "$tmp/files/emule.bin" 2
	for n in "${emule_peers[@]}"; do nodes+=("e$n:e$n"); done
	for n in "${emule_peers[@]}"; do
		attach "$net" "e$n" "e$n" && delayed "e$n" $((20 + n % 4 * 20)) || return
		sharing=$tmp/files/emule.bin amule "e$n" "e$n" required "${nodes[@]}" || return
	done
	for n in "${emule_peers[@]}"; do amule_shares "e$n" "e$n" "$tmp/files/emule.bin" || return; done
	# shellcheck disable=SC2154
	echo "$hash" >"$tmp/emule-hash"
}

# world_users: for the labels of captures, which program has which user there.
world_users() {
	local n host
	for n in "${!programs[@]}"; do
		for host in "${namespaces[@]}"; do echo "$host $((first_uid + n)) ${programs[n]}"; done
	done >"$tmp/users"
}

silent_seeds() {
	local n port
	while read -r n _ port _; do listens "$(ns "p$n")" "$port" || echo -n "$n "; done < <(swarm_peers)
}
seeds_listen() { [ -z "$(silent_seeds)" ]; }
