# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The real programs of the gateway tests: started here, unmodified, without
# discovery that would reach beyond their namespace. Needs lib.sh.

# --- files --------------------------------------------------------------------

# make_file PATH MEGABYTES: random, without a zero byte, so that what has arrived can be counted.
make_file() {
	head -c "$2M" /dev/urandom | tr '\000' '\001' >"$1"
}

# arrived PATH: how many bytes of such a file are there; holes do not count.
arrived() {
	if [ -f "$1" ]; then tr -d '\000' <"$1" | wc -c; else echo 0; fi
}

same_file() { cmp -s "$1" "$2"; }

# --- the web ------------------------------------------------------------------

# nginx_conf DIRECTORY ROOT [DIRECTIVES]: DIRECTORY/nginx.conf, for port 80, IPv4 and IPv6; it keeps its files
# beside it. DIRECTIVES go into its server block.
nginx_conf() {
	cat >"$1/nginx.conf" <<-END
		daemon off;
		pid $1/nginx.pid;
		error_log stderr;
		worker_processes 1;
		events { worker_connections 4096; }
		http {
			access_log off;
			client_body_temp_path $1/nginx-1;
			proxy_temp_path $1/nginx-2;
			fastcgi_temp_path $1/nginx-3;
			uwsgi_temp_path $1/nginx-4;
			scgi_temp_path $1/nginx-5;
			server {
				listen 80;
				listen [::]:80;
				root $2;
				${3:-}
			}
		}
	END
}

# web_server NAMESPACE DIRECTORY: nginx on port 80, IPv4 and IPv6; all of it under /slow/ too.
web_server() {
	nginx_conf "$tmp" "$2" "location /slow/ { alias $2/; limit_rate 200k; }"
	start "$1" nginx nginx -c "$tmp/nginx.conf"
	wait_for 10 listens "$1" 80
}

# fetch NAMESPACE URL OUT [OPTION…]: one HTTP download, at most 60 s.
fetch() {
	local ns=$1 url=$2 out=$3
	shift 3
	in_ns "$ns" curl -sS -g --max-time 60 -o "$out" "$@" "$url"
}

# --- BitTorrent ---------------------------------------------------------------

# make_torrent OUT FILE ANNOUNCE-URL…: OUT's name makes it a torrent of its own.
make_torrent() {
	local out=$1 file=$2 options=(-s "$1")
	shift 2
	while [ $# -gt 0 ]; do options+=(-a "$1"); shift; done
	rm -f "$out"
	mktorrent -l 16 -o "$out" "${options[@]}" "$file" >/dev/null
}

# tracker NAMESPACE ADDRESS TORRENT…: opentracker (IPv4 only), HTTP and UDP on port 6969.
tracker() {
	local ns=$1 address=$2
	shift 2
	mkdir -p "$tmp/tracker"
	aria2c -S "$@" | sed -n 's/^Info Hash: //p' >"$tmp/tracker/whitelist"
	start "$ns" tracker opentracker -i "$address" -p 6969 -P 6969 -d "$tmp/tracker" -w whitelist
	wait_for 10 listens "$ns" 6969 udp
}

# static_tracker FILE PORT: an announce answer whose one peer is the server's IPv6
# address, for the web server to hand out.
static_tracker() {
	local port
	printf -v port '\\x%02x\\x%02x' $(($2 >> 8)) $(($2 & 255))
	printf 'd8:intervali60e5:peers0:6:peers618:%b%be' \
		'\xfd\x00\x00\x88\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02' "$port" >"$1"
}

# UDP trackers are asked only where the DHT is on; it knows no node to begin with.
aria2_options=(
	--no-conf --no-netrc --quiet --enable-color=false --summary-interval=0
	--enable-dht6=false --bt-enable-lpd=false --enable-peer-exchange=false
	--file-allocation=none --enable-rpc --rpc-listen-all=false --bt-tracker-interval=3
	--auto-save-interval=0 --bt-max-peers=8 --max-overall-upload-limit=0
)

# aria2 NAMESPACE NAME DIRECTORY TORRENT PORT [OPTION…]: seeds what is there, fetches what is not.
aria2() {
	local ns=$1 name=$2 dir=$3 torrent=$4 port=$5
	shift 5
	mkdir -p "$dir"
	start "$ns" "$name" env HOME="$tmp" aria2c "${aria2_options[@]}" --dir="$dir" \
		--listen-port="$port" --dht-listen-port="$port" --rpc-listen-port=$((port + 1)) "$@" "$torrent"
	wait_for 10 listens "$ns" $((port + 1))
}

seeding=(--check-integrity --seed-ratio=0.0)
fetching=(--seed-time=0 --on-bt-download-complete=/bin/true)

# aria2_says NAMESPACE PORT KEY: a value of its one download.
aria2_says() {
	in_ns "$1" curl -s --max-time 5 "http://127.0.0.1:$(($2 + 1))/jsonrpc" -d \
		'{"jsonrpc":"2.0","id":1,"method":"system.multicall","params":[[
		{"methodName":"aria2.tellActive","params":[]},
		{"methodName":"aria2.tellStopped","params":[-1,1]}]]}' |
		tr ',{}' '[\n*3]' | sed -n "s/^\"$3\":\"\\(.*\\)\"$/\\1/p" | head -n 1
}

# completed NAMESPACE PORT: bytes that have arrived, by aria2's own count.
completed() {
	local n
	n=$(aria2_says "$1" "$2" completedLength)
	echo "${n:-0}"
}

has_more_than() { [ "$(completed "$1" "$2")" -gt "$3" ]; }

# transmission NAMESPACE NAME DIRECTORY PORT [OPTION…]: a daemon; its RPC port is one higher.
transmission() {
	local ns=$1 name=$2 dir=$3 port=$4
	shift 4
	mkdir -p "$dir" "$tmp/$name"
	start "$ns" "$name" env HOME="$tmp/$name" transmission-daemon -f -g "$tmp/$name" -w "$dir" \
		--no-incomplete-dir --no-portmap --no-dht --no-lpd --no-auth -a 127.0.0.1 --no-blocklist \
		--port "$port" -p $((port + 1)) --encryption-tolerated "$@"
	disown "$started"		# it may abort at its end, and the shell would say so
	wait_for 10 listens "$ns" $((port + 1))
}

# only_utp NAMESPACE PORT: nobody gets in by TCP any more.
only_utp() {
	in_ns "$1" nft "add table inet only_utp
		add chain inet only_utp in { type filter hook input priority 0; }
		add rule inet only_utp in tcp dport $2 drop"
}

# remote NAMESPACE PORT OPTION…: speaks to that daemon.
remote() {
	local ns=$1 port=$2
	shift 2
	in_ns "$ns" transmission-remote "127.0.0.1:$((port + 1))" "$@"
}

# --- SMB ----------------------------------------------------------------------

# smb_conf DIRECTORY: the global part of what Samba reads, on standard output: every dialect it has, its state in
# DIRECTORY. smb_open_share DIRECTORY: the rest.
smb_conf() {
	mkdir -p "$1"/{lock,state,cache,pid,private,ncalrpc}
	cat <<-END
		[global]
		server role = standalone server
		server min protocol = CORE
		server max protocol = SMB3_11
		map to guest = bad user
		lock directory = $1/lock
		state directory = $1/state
		cache directory = $1/cache
		pid directory = $1/pid
		private dir = $1/private
		ncalrpc dir = $1/ncalrpc
		log file = $1/files.log
		load printers = no
		disable spoolss = yes
	END
}

smb_open_share() { printf '[share]\npath = %s\nguest ok = yes\nread only = yes\n' "$1"; }

# smb_server NAMESPACE DIRECTORY: Samba with one open share, on ports 445 and 139.
smb_server() {
	{ smb_conf "$tmp/samba"; smb_open_share "$2"; } >"$tmp/smb.conf"
	start "$1" smbd smbd --foreground --no-process-group --configfile="$tmp/smb.conf" --debug-stdout
	wait_for 20 listens "$1" 445
}

# smb_fetch NAMESPACE DIALECT ADDRESS NAME OUT [OPTION…]: one file with just that dialect.
smb_fetch() {
	local ns=$1 dialect=$2 address=$3 name=$4 out=$5
	shift 5
	in_ns "$ns" timeout 12 smbclient "//$address/share" -N -m "$dialect" --configfile=/dev/null \
		--option="client min protocol=$dialect" --option="client max protocol=$dialect" \
		-t 10 "$@" -c "get $name $out" >>"$tmp/smbclient.log" 2>&1
}

# --- Direct Connect -----------------------------------------------------------

# uhub_conf DIRECTORY [LINE…]: DIRECTORY/uhub.conf, for port 1511.
uhub_conf() {
	: >"$1/uhub.acl"
	: >"$1/uhub.plugins"
	printf '%s\n' server_port=1511 server_bind_addr=any file_acl="$1/uhub.acl" file_plugins="$1/uhub.plugins" \
		"${@:2}" >"$1/uhub.conf"
}

# adc_hub NAMESPACE: uhub on port 1511.
adc_hub() {
	uhub_conf "$tmp"
	start "$1" uhub uhub -c "$tmp/uhub.conf"
	wait_for 10 listens "$1" 1511
}

# eiskalt_conf DIRECTORY NICK ADDRESS: what EiskaltDC++ reads there. What it fetches lands in DIRECTORY/down; peers
# come to that address, port 3000.
eiskalt_conf() {
	local dir=$1 nick=$2 address=$3 id

	id=$(printf '%s' "$nick" | sha256sum | tr '0189a-f' '2345A-F' | cut -c 1-39)
	mkdir -p "$dir/down"
	cat >"$dir/DCPlusPlus.xml" <<-END
		<?xml version="1.0" encoding="utf-8" standalone="yes"?>
		<DCPlusPlus><Settings>
		<CID type="string">$id</CID>
		<Nick type="string">$nick</Nick>
		<DownloadDirectory type="string">$dir/down/</DownloadDirectory>
		<ExternalIp type="string">$address</ExternalIp>
		<IncomingConnections type="int">0</IncomingConnections>
		<InPort type="int">3000</InPort>
		<UDPPort type="int">3000</UDPPort>
		<TLSPort type="int">3001</TLSPort>
		<RequireTLS type="int">0</RequireTLS>
		<UseTLS type="int">0</UseTLS>
		<UseDHT type="int">0</UseDHT>
		</Settings></DCPlusPlus>
	END
}

# dc_client NAMESPACE NICK ADDRESS: EiskaltDC++ at that address; JSON-RPC on port 3121, peers on 3000.
dc_client() {
	local ns=$1 nick=$2

	eiskalt_conf "$tmp/$nick" "$nick" "$3"
	start "$ns" "$nick" env HOME="$tmp/$nick" eiskaltdcpp-daemon -v -c "$tmp/$nick" -l "$tmp/$nick" \
		-p "$tmp/$nick.pid" -S "$tmp/$nick.daemon.log"
	disown "$started"		# it crashes at its end, and the shell would say so
	wait_for 15 listens "$ns" 3121
}

# dc NAMESPACE METHOD PARAMETERS: asks that client.
dc() {
	in_ns "$1" curl -s --max-time 10 http://127.0.0.1:3121/ -d \
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":{$3}}"
}

# dc_users NAMESPACE HUB: who is on the hub, as this client sees it.
dc_users() { dc "$1" hub.getusers "\"huburl\":\"$2\",\"separator\":\";\""; }
dc_sees() { dc_users "$1" "$2" | grep -q "$3;"; }

# dc_join NAMESPACE HUB
dc_join() { dc "$1" hub.add "\"huburl\":\"$2\",\"enc\":\"\"" >/dev/null; }

# dc_share NAMESPACE DIRECTORY: hashes and shares it under the name "films".
dc_share() {
	dc "$1" share.add "\"directory\":\"$2/\",\"virtname\":\"films\"" >/dev/null
	dc "$1" hash.pause '' >/dev/null	# it starts up paused: this sets it going
	wait_for 20 dc_is_hashed "$1"
}

dc_is_hashed() {
	dc "$1" hash.status '' | grep -q '"filesleft":0' &&
		! dc "$1" share.list '"separator":";"' | grep -q ';0 B;'
}

# dc_search NAMESPACE WORD; dc_found NAMESPACE WORD
dc_search() { dc "$1" search.send "\"searchstring\":\"$2\"" >/dev/null; }
dc_found() { dc "$1" search.getresults '"huburl":""' | grep -q "\"Filename\":\"[^\"]*$2"; }

# dc_ask_list NAMESPACE HUB NICK; dc_list NAMESPACE: the name of the file list that has come.
dc_ask_list() { dc "$1" list.download "\"huburl\":\"$2\",\"nick\":\"$3\"" >/dev/null; }
dc_list() { dc "$1" list.local '"separator":";"' | sed -n 's/.*"result":"\([^;"]*\);.*/\1/p'; }
dc_has_list() { [ "$(dc_list "$1")" ]; }

# dc_get NAMESPACE NAME DIRECTORY: fetches films/NAME of the user whose list has come.
# A list may be opened before all of it is there, and is opened in its own time:
# so again and again.
dc_get() { wait_for 20 dc_fetch "$1" "$(dc_list "$1")" "$2" "$3"; }

dc_fetch() {
	dc "$1" list.close "\"filelist\":\"$2\"" >/dev/null
	dc "$1" list.open "\"filelist\":\"$2\"" >/dev/null
	sleep 0.5
	dc "$1" list.downloadfile \
		"\"target\":\"films\\\\$3\",\"downloadto\":\"$4/\",\"filelist\":\"$2\"" | grep -q '"result":0'
}
