# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The BitTorrent programs of the swarm, outside ("seed") and behind a gateway ("client"). Needs net.sh, bittorrent.sh.
#
# peer PROGRAM HOST NAME DIRECTORY PORT TORRENT…: as that program comes from its package, but for what the variables say:

role=client		# seed: it has the files, and shares its upload with everybody
enc=installed		# required: RC4 alone; off: none (qBittorrent, libtorrent)
transport=both		# tcp, utp: that alone
find=installed		# none: no DHT, PEX, LSD; dht: the DHT alone
up_kb=0 down_kb=0	# limits in kB/s; 0: none
proxy=			# socks, connect: all of it goes through that proxy outside (libtorrent)

bootstrap=router.bittorrent.com:6881
ca=			# certificate of who signed the trackers' certificates

peer() { "peer_$1" "${@:2}"; }

# package_of PROGRAM: Debian's name of it.
package_of() {
	case $1 in
	qbittorrent)	echo qbittorrent-nox ;;
	transmission|amule)	echo "$1-daemon" ;;
	deluge)	echo deluged ;;
	libtorrent)	echo python3-libtorrent ;;
	*)	echo "$1" ;;
	esac
}

peer_qbittorrent() {
	local host=$1 name=$2 dir=$3 port=$4 conf torrent
	shift 4
	uid_of "$name"
	conf=$tmp/home-$name/qBittorrent/config
	mkdir -p "$conf"
	{
		printf '%s\n' '[LegalNotice]' Accepted=true '[Preferences]' 'WebUI\LocalHostAuth=false' 'WebUI\Address=127.0.0.1' \
			'[Network]' PortForwardingEnabled=false
		echo '[BitTorrent]'
		qbittorrent_settings "$port" | sed 's/^/Session\\/'
	} >"$conf/qBittorrent.conf"
	give "$name" "$tmp/home-$name"
	spawn "$host" "$name" env SSL_CERT_FILE="$ca" qbittorrent-nox --profile="$tmp/home-$name" --webui-port=$((port + 1))
	disown "$started"		# it may crash at its end, and the shell would say so
	wait_for 30 listens "$(ns "$host")" $((port + 1)) || return
	for torrent; do qb_add "$host" "$name" "$port" "$dir" "$torrent" >/dev/null 2>&1 || return; done
}

qbittorrent_settings() {
	echo "Port=$1"
	case $enc in required) echo Encryption=1 ;; off) echo Encryption=2 ;; esac
	case $transport in tcp) echo BTProtocol=TCP ;; utp) echo BTProtocol=UTP ;; esac
	case $find in
	none)	printf '%s\n' DHTEnabled=false LSDEnabled=false PeXEnabled=false ;;
	dht)	printf '%s\n' LSDEnabled=false PeXEnabled=false ;;
	esac
	[ "$up_kb" = 0 ] || echo "GlobalUPSpeedLimit=$up_kb"
	[ "$down_kb" = 0 ] || echo "GlobalDLSpeedLimit=$down_kb"
	[ "$role" = client ] || printf '%s\n' QueueingSystemEnabled=false MaxUploads=60 MaxUploadsPerTorrent=30
}

peer_transmission() {
	local host=$1 name=$2 dir=$3 port=$4 torrent options=()
	shift 4
	mkdir -p "$dir"
	give "$name" "$dir"
	[ "$enc" != required ] || options+=(-er)
	[ "$transport" != tcp ] || options+=(--no-utp)
	[ "$find" != none ] || options+=(--no-dht)
	[ "$up_kb" = 0 ] || options+=(-u "$up_kb")
	[ "$down_kb" = 0 ] || options+=(-d "$down_kb")
	transmission_settings >"$tmp/home-$name/settings.json"
	give "$name" "$tmp/home-$name"
	spawn "$host" "$name" env CURL_CA_BUNDLE="$ca" transmission-daemon -f -g "$tmp/home-$name" -w "$dir" \
		--no-portmap --no-auth -a 127.0.0.1 --peerport "$port" -p $((port + 1)) "${options[@]}"
	disown "$started"		# it may abort at its end, and the shell would say so
	wait_for 20 listens "$(ns "$host")" $((port + 1)) || return
	[ "$transport" != utp ] || only_utp "$(ns "$host")" "$port"
	for torrent; do bt_remote "$host" "$name" "$port" -a "$torrent" >/dev/null 2>&1 || return; done
}

# Without the cache, what has arrived is in the file.
transmission_settings() {
	local pex=true slots=14
	case $find in none|dht) pex=false ;; esac
	[ "$role" = client ] || slots=30
	echo "{ \"pex-enabled\": $pex, \"upload-slots-per-torrent\": $slots, \"cache-size-mb\": 0 }"
}

peer_aria2() {
	local host=$1 name=$2 dir=$3 port=$4 options=()
	shift 4
	mkdir -p "$dir"
	give "$name" "$dir"
	if [ "$role" = seed ]; then
		options+=(--check-integrity --seed-ratio=0.0 --bt-max-peers=0 --bt-tracker-interval=20)
	else
		options+=(--dir="$dir")
	fi
	[ "$enc" != required ] || options+=(--bt-require-crypto=true --bt-min-crypto-level=arc4)
	case $find in
	none)	options+=(--enable-dht=false --enable-peer-exchange=false) ;;
	dht)	options+=(--enable-peer-exchange=false) ;;
	esac
	[ "$up_kb" = 0 ] || options+=(--max-overall-upload-limit="${up_kb}K")
	[ "$down_kb" = 0 ] || options+=(--max-overall-download-limit="${down_kb}K")
	printf '%s\n' "$@" | sed "a\\  dir=$dir" >"$tmp/home-$name/input"
	spawn "$host" "$name" aria2c --no-conf --quiet --enable-color=false --summary-interval=0 --ca-certificate="$ca" \
		--listen-port="$port" --dht-listen-port="$port" --dht-entry-point="$bootstrap" "${options[@]}" -i "$tmp/home-$name/input"
}

peer_rtorrent() {
	local host=$1 name=$2 dir=$3 port=$4 settings=()
	shift 4
	mkdir -p "$dir"
	give "$name" "$dir"
	settings=(system.daemon.set=true network.port_range.set="$port-$port" directory.default.set="$dir" network.http.cacert.set="$ca")
	[ "$role" = client ] || settings+=(throttle.max_uploads.set=30 throttle.max_uploads.global.set=60)
	[ "$enc" != required ] || settings+=("protocol.encryption.set=require,require_RC4,allow_incoming,try_outgoing")
	case $find in none|dht) settings+=(protocol.pex.set=no) ;; esac
	[ "$up_kb" = 0 ] || settings+=("throttle.global_up.max_rate.set_kb=$up_kb")
	[ "$down_kb" = 0 ] || settings+=("throttle.global_down.max_rate.set_kb=$down_kb")
	printf '%s\n' "${settings[@]}" | sed 's/=/ = /' >"$tmp/home-$name/.rtorrent.rc"
	spawn "$host" "$name" rtorrent "$@"
}

peer_deluge() {
	local host=$1 name=$2 dir=$3 port=$4 home torrent
	shift 4
	uid_of "$name"
	home=$tmp/home-$name
	mkdir -p "$dir" "$home/deluge"
	{
		printf '{ "file": 1, "format": 1 }\n{\n'
		deluge_settings "$dir" "$port" | paste -sd,
		printf '}\n'
	} >"$home/deluge/core.conf"
	give "$name" "$dir" "$home"
	spawn "$host" "$name" env SSL_CERT_FILE="$ca" deluged -d -c "$home/deluge" -p $((port + 1)) -L warning
	disown "$started"
	wait_for 30 listens "$(ns "$host")" $((port + 1)) || return
	for torrent; do deluge_console "$host" "$name" "$port" add -p "$dir" "$torrent" >/dev/null 2>&1 || return; done
}

deluge_settings() {
	printf '%s\n' "\"download_location\": \"$1\"" '"random_port": false' "\"listen_ports\": [$2, $2]" '"upnp": false' '"natpmp": false' \
		'"new_release_check": false' '"send_info": false'
	[ "$enc" != required ] || printf '%s\n' '"enc_in_policy": 0' '"enc_out_policy": 0' '"enc_level": 1'
	case $find in
	none)	printf '%s\n' '"dht": false' '"lsd": false' '"utpex": false' ;;
	dht)	printf '%s\n' '"lsd": false' '"utpex": false' ;;
	esac
	[ "$up_kb" = 0 ] || echo "\"max_upload_speed\": $up_kb"
	[ "$down_kb" = 0 ] || echo "\"max_download_speed\": $down_kb"
	[ "$role" = client ] || printf '%s\n' '"max_upload_slots_global": 60' '"max_upload_slots_per_torrent": 30' \
		'"stop_seed_at_ratio": false' '"dont_count_slow_torrents": true' '"max_active_seeding": 10'
}

peer_libtorrent() {
	local host=$1 name=$2 dir=$3 port=$4 settings=()
	shift 4
	mkdir -p "$dir"
	give "$name" "$dir"
	case $enc in
	required) settings+=(in_enc_policy=0 out_enc_policy=0 allowed_enc_level=2 prefer_rc4=true) ;;
	off)	settings+=(in_enc_policy=2 out_enc_policy=2) ;;
	esac
	case $transport in
	tcp)	settings+=(enable_outgoing_utp=false enable_incoming_utp=false) ;;
	utp)	settings+=(enable_outgoing_tcp=false enable_incoming_tcp=false) ;;
	esac
	case $find in
	none)	settings+=(enable_dht=false enable_lsd=false) ;;
	dht)	settings+=(enable_lsd=false) ;;
	esac
	[ "$up_kb" = 0 ] || settings+=("upload_rate_limit=$((up_kb * 1000))")
	[ "$down_kb" = 0 ] || settings+=("download_rate_limit=$((down_kb * 1000))")
	case $proxy in
	socks)	settings+=(proxy_type=2 proxy_hostname="$(addr4 x)" proxy_port=1080) ;;
	connect) settings+=(proxy_type=4 proxy_hostname="$(addr4 x)" proxy_port=3128) ;;
	esac
	spawn "$host" "$name" env SSL_CERT_FILE="$ca" /usr/bin/python3 "$lab/swarm_peer.py" "$dir" "$port" "$tmp/home-$name/orders" \
		"${settings[@]}" "$@"
}

# hand PROGRAM HOST NAME PORT ADDRESS:PORT…: tells a client of peers.
hand() {
	local program=$1 host=$2 name=$3 port=$4 peers
	shift 4
	case $program in
	qbittorrent)
		peers=$(IFS='|'; echo "$*")
		qb_peer "$host" "$name" "$port" "$peers" ;;
	libtorrent)
		for peers; do
			echo "${peers%:*} ${peers##*:}"
		done | tr -d '[]' >>"$tmp/home-$name/orders" ;;
	*)	return 1 ;;
	esac
}
