# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# eMule: aMule's daemon, and what to tell it. Needs net.sh and ../gateway/programs.sh.
# aMule takes no peer from 198.18.0.0/15, so:

# shellcheck disable=SC2034
wide=198.51

# amule HOST NAME OBFUSCATION [KAD-NODE…]: with eD2k on TCP port 4662, extended and Kad on UDP port 4672.
# What lies at $sharing it shares from the beginning; of $obfuscated_server, a host, it knows that it can. OBFUSCATION: off, preferred or required. Kad is on where there are nodes ("none" is none), as HOST:NAME.
amule() {
	local host=$1 name=$2 obfuscation=$3 home kad=0 node nodes=() supported=1 requested=1 required=0
	shift 3

	case $obfuscation in
	off)	supported=0 requested=0 ;;
	required) required=1 ;;
	esac
	for node; do
		kad=1
		[ "$node" = none ] || nodes+=("$(addr4 "${node%:*}"):${node#*:}")
	done
	uid_of "$name"
	home=$tmp/home-$name
	mkdir -p "$home/share" "$home/down" "$home/temp"
	cat >"$home/amule.conf" <<-CONF
		[eMule]
		AppVersion=2.3.3
		Nick=$name
		Port=4662
		UDPPort=4672
		UDPEnable=1
		Autoconnect=$kad
		ConnectToKad=$kad
		ConnectToED2K=1
		MaxUpload=9000
		MaxDownload=9000
		UploadCapacity=10000
		DownloadCapacity=10000
		SlotAllocation=2000
		FilterLanIPs=0
		ParanoidFiltering=0
		IPFilterAutoLoad=0
		TempDir=$home/temp
		IncomingDir=$home/down
		AddServerListFromServer=0
		AddServerListFromClient=0
		SmartIdCheck=0
		GeoIPEnabled=0
		NewVersionCheck=0
		UPnPEnabled=0
		[ExternalConnect]
		AcceptExternalConnections=1
		ECPort=4712
		ECPassword=$(printf lab | md5sum | cut -c 1-32)
		IpFilterClients=0
		IpFilterServers=0
		[Obfuscation]
		IsClientCryptLayerSupported=$supported
		IsCryptLayerRequested=$requested
		IsClientCryptLayerRequired=$required
		CryptoPaddingLenght=16
	CONF
	"$lab/amule_files.py" "$home" "$name" ${obfuscated_server:+"server:$(addr4 "$obfuscated_server")"} "${nodes[@]}" >"$home/user-hash"
	[ -z "${sharing:-}" ] || cp "$sharing" "$home/down/"
	give "$name" "$home"
	spawn "$host" "$name" amuled -c "$home"
	wait_for 20 listens "$(ns "$host")" 4712
}

# amule_tell HOST NAME COMMAND
amule_tell() { as "$1" "$2" timeout 10 amulecmd -h 127.0.0.1 -p 4712 -P lab -c "$3"; }

# amule_shares HOST NAME FILE: that it does; $hash is that file's name in eD2k.
amule_shares() {
	wait_for 15 amule_shows "$1" "$2" "$(basename "$3")" || fail "not shared" || return
	hash=$(amule_tell "$1" "$2" 'show shared' | grep -oE '[0-9A-F]{32}' | head -n 1)
}

amule_shows() { amule_tell "$1" "$2" 'show shared' | grep -q "$3"; }

# amule_fetch HOST NAME FILE [SOURCE]: by a link, of $hash. aMule may forget the source of a file that is new to it,
# so again if need be.
amule_fetch() {
	local link n
	link="ed2k://|file|$(basename "$3")|$(stat -c %s "$3")|$hash|/${4:+|sources,$4|/}"
	for n in 1 2 3 4; do
		amule_tell "$1" "$2" "add $link" >/dev/null
		wait_for 3 amule_has_source "$1" "$2" && return
	done
	fail "no source after $n links"
}

amule_has_source() { amule_tell "$1" "$2" status | grep -qE 'Total sources:[[:space:]]*[1-9]'; }

# ed2k_server HOST NAME: the small one of ed2k_server.py, on port 4661.
ed2k_server() {
	spawn "$1" "$2" "$lab/ed2k_server.py" "$(addr4 "$1")" 4661
	wait_for 10 listens "$(ns "$1")" 4661
}

# amule_connect HOST NAME SERVER-HOST
amule_connect() {
	[ "${obfuscated_server:-}" ] || amule_tell "$1" "$2" "add ed2k://|server|$(addr4 "$3")|4661|/" >/dev/null
	amule_tell "$1" "$2" "connect ed2k" >/dev/null
	wait_for 10 amule_is_connected "$1" "$2" || fail "$2 is not on the server"
}

amule_is_connected() { amule_tell "$1" "$2" status | grep -qE 'eD2k: Connected'; }

# amule_film: what is shared. Of 1 MB and more aMule at times stops in the middle.
amule_film() { head -c 500k /dev/urandom | tr '\000' '\001' >"$tmp/film.bin"; }

# ed2k_setup OBFUSCATION: a server (o2), and bert there (o1) with the file. aMule says what it has within seconds
# of its start, or a minute later.
ed2k_setup() {
	amule_film
	ed2k_server o2 server || return
	sharing=$tmp/film.bin amule o1 bert "$1" || return
	amule_connect o1 bert o2 || return
	amule_shares o1 bert "$tmp/film.bin" && amule l1 anna "$1" || return
	wait_for 65 grep -q offered "$tmp/server.log" || fail "not offered"
}

# --- Kad: bert (o1) has the file, node2 to node4 are there, anna (l1) comes -----
#
# A file is published by Kad only after many minutes; so the link names its source.

kad_labels() {
	local name
	for name in bert node2 node3 node4 anna; do
		owned "$name" edonkey tcp 4662
		owned "$name" kad
	done
}

# kad_setup OBFUSCATION: all but anna.
kad_setup() {
	local n

	amule_film
	sharing=$tmp/film.bin amule o1 bert "$1" o2:node2 o3:node3 o4:node4 && amule_shares o1 bert "$tmp/film.bin" || return
	for n in 2 3 4; do amule "o$n" "node$n" "$1" o1:bert o2:node2 o3:node3 o4:node4 || return; done
	for n in 2 3 4; do wait_for 15 kad_is_connected "o$n" "node$n" || fail "node$n is alone" || return; done
}

# kad_go OBFUSCATION [HOW-TO-REACH-BERT]: anna knows one node.
kad_go() {
	amule l1 anna "$1" o2:node2 || return
	wait_for 25 kad_is_connected l1 anna || fail "no Kad" || return
	amule_fetch l1 anna "$tmp/film.bin" "$(addr4 o1):4662${2:-}"
}

kad_is_connected() { amule_tell "$1" "$2" status | grep -q 'Kad: Connected'; }
