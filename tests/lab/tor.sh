# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A Tor network of its own: a directory authority, two more relays, and a client. Needs net.sh.

tor_home() {
	uid_of "$1"
	home=$tmp/home-$1
	mkdir -p "$home/data/keys"
	chmod 700 "$home/data"
}

# tor_common NAME [LINE…]: $home/torrc
tor_common() {
	local name=$1
	shift
	tor_home "$name"
	cat >"$home/torrc" <<-END
		TestingTorNetwork 1
		DataDirectory $home/data
		Nickname $name
		GeoIPFile
		GeoIPv6File
		Log notice stdout
		PathsNeededToBuildCircuits 0.25
		V3BandwidthsFile
	END
	printf '%s\n' "$@" >>"$home/torrc"
}

# tor_authority HOST NAME: its keys; $authority is the line that everybody's configuration needs.
tor_authority() {
	local host=$1 name=$2 v3 fingerprint

	tor_home "$name"
	(cd "$home/data/keys" && echo lab | tor-gencert --create-identity-key -m 1 -a "$(addr4 "$host"):7000" --passphrase-fd 0) >"$tmp/$name.log" 2>&1 || return
	v3=$(sed -n 's/^fingerprint //p' "$home/data/keys/authority_certificate")
	give "$name" "$home"
	: >"$home/empty"
	fingerprint=$(as "$host" "$name" tor --list-fingerprint --quiet -f "$home/empty" --DataDirectory "$home/data" --ORPort 5000 \
		--Nickname "$name" | sed -n "s/^$name //p")
	[ "$fingerprint" ] || return
	authority="DirAuthority $name orport=5000 no-v2 v3ident=$v3 $(addr4 "$host"):7000 $fingerprint"
}

tor_start() {
	give "$2" "$tmp/home-$2"
	spawn "$1" "$2" tor -f "$tmp/home-$2/torrc"
}

# tor_relay HOST NAME [LINE…]
tor_relay() {
	local host=$1 name=$2
	shift 2
	tor_common "$name" "$authority" "Address $(addr4 "$host")" "ORPort $(addr4 "$host"):5000" "DirPort $(addr4 "$host"):7000" \
		'SocksPort 0' 'ContactInfo nobody' 'ExitRelay 1' 'ExitPolicy accept *:*' 'ExitPolicyRejectPrivate 0' 'AssumeReachable 1' "$@"
	tor_start "$host" "$name"
}

tor_directory=(
	'AuthoritativeDirectory 1' 'V3AuthoritativeDirectory 1'
	'V3AuthVotingInterval 20' 'V3AuthVoteDelay 4' 'V3AuthDistDelay 4'
	'TestingV3AuthInitialVotingInterval 5' 'TestingV3AuthInitialVoteDelay 2' 'TestingV3AuthInitialDistDelay 2'
	'TestingDirAuthVoteGuard *' 'TestingDirAuthVoteExit *' 'TestingDirAuthVoteHSDir *'
	'MinUptimeHidServDirectoryV2 0' 'TestingMinExitFlagThreshold 0' 'AuthDirTestReachability 0'
)

# tor_network: authority on o1, relays on o2 and o3; until all three stand in a consensus.
tor_network() {
	tor_authority o1 authority || { reason="no keys of the authority"; return 1; }
	tor_relay o1 authority "${tor_directory[@]}"
	tor_relay o2 relay2
	tor_relay o3 relay3
	wait_for 60 tor_agreed || { reason="no consensus"; return 1; }
}

# The relays hand out what the consensus names: before that a client only waits.
tor_agreed() {
	local name
	for name in authority relay2 relay3; do
		[ "$(grep -c '^r ' "$tmp/home-$name/data/cached-microdesc-consensus")" = 3 ] &&
			[ "$(cat "$tmp/home-$name"/data/cached-microdescs* | grep -ac '^onion-key$')" -ge 3 ] || return 1
	done
}

# tor_client HOST [LINE…]: its SOCKS port is 9050.
tor_client() {
	local host=$1
	shift
	tor_common client "$authority" 'SocksPort 9050' 'ClientOnly 1' 'ClientRejectInternalAddresses 0' '' "$@"
	tor_start "$host" client
}

tor_is_up() { grep -q 'Bootstrapped 100%' "$tmp/client.log"; }

# tor_bridge HOST: a bridge that nobody's directory knows, behind obfs4; $bridge_line is for the client.
tor_bridge() {
	local fingerprint cert

	tor_common bridge "$authority" "Address $(addr4 "$1")" "ORPort $(addr4 "$1"):5000" 'SocksPort 0' 'BridgeRelay 1' \
		'ExtORPort auto' 'PublishServerDescriptor 0' 'ExitRelay 0' 'ServerTransportPlugin obfs4 exec /usr/bin/obfs4proxy' \
		"ServerTransportListenAddr obfs4 $(addr4 "$1"):8443"
	tor_start "$1" bridge
	wait_for 30 grep -q 'Bootstrapped 100%' "$tmp/bridge.log" && wait_for 10 listens "$(ns "$1")" 8443 || return
	fingerprint=$(sed 's/.* //' "$home/data/fingerprint")
	cert=$(sed -n 's/^Bridge .*\(cert=[^ ]*\).*/\1/p' "$home/data/pt_state/obfs4_bridgeline.txt")
	bridge_line="Bridge obfs4 $(addr4 "$1"):8443 $fingerprint $cert iat-mode=0"
}
