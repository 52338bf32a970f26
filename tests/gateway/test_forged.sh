#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is said in an innocent server's name does not make it a peer. Each forgery has an innocent of its own; a
# Shadowsocks-like and an MTProto-like protocol must get through to it ever after, from the LAN host that was told, and
# from another. The first host has no BitTorrent; at last it runs a client which colluding nodes name innocents to.
#
#     client1  is told          client3  may use BitTorrent, and answers what is asked in an innocent's name
#     client2  another          liar     outside, sends in the name of the servers; behind "wan2"

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"
# shellcheck source=peerwall.sh
. "$(dirname "$0")/peerwall.sh"

need ip ss curl nft conntrack python3 aria2c mktorrent transmission-daemon transmission-remote
network 3

forge=$here/forge.py
talk=$here/talk.py
liar="pw$$l"
ports=8388,5223			# of each innocent: Shadowsocks, MTProto
kinds=(shadowsocks@8388 mtproto-short@5223)
count=10				# connections to each port, from each host

policy forged <<-END
	version: 1
	gateway: {lan: [lan1, lan2, lan3], failure: open}
	rules:
	  - {name: this host may, hosts: [10.77.3.2], action: allow}
	  - {name: who colludes is not blocked, hosts: [$second4], action: allow}
	  - {name: everything else, protocols: [all], from: likely, action: block}
END

# The server is all of 10.90.0.0/16 and fd00:90::/32.
innocents() {
	ip -n "$server" route add local 10.90.0.0/16 dev lo
	ip -n "$server" route add local fd00:90::/32 dev lo
	ip -n "$gateway" route add 10.90.0.0/16 via "$server4"
	ip -n "$gateway" route add fd00:90::/32 via "$server6"
	add_namespace "$liar" || return
	join "$liar" eth0 10.91.0.2/24 fd00:91::2/64 "$gateway" wan2 10.91.0.1/24 fd00:91::1/64
	ip -n "$liar" route add default via 10.91.0.1
	ip -n "$liar" route add default via fd00:91::1
	in_ns "$gateway" sysctl -qw net.ipv4.conf.{all,lan1,lan2,lan3,wan,wan2}.rp_filter=0
	wait_for 5 links_are_up
}

# The gateway notes who has sent what it was to hand on.
note_senders() {
	in_ns "$gateway" nft 'add table inet noted
		add set inet noted from4 { type ipv4_addr; flags dynamic; size 65535; }
		add set inet noted from6 { type ipv6_addr; flags dynamic; size 65535; }
		add set inet noted answered { type ipv4_addr; flags dynamic; size 65535; }
		add chain inet noted in { type filter hook prerouting priority 0; }
		add rule inet noted in iifname != "wan" add @from4 { ip saddr }
		add rule inet noted in iifname != "wan" add @from6 { ip6 saddr }
		add rule inet noted in iifname "lan3" udp length > 20 add @answered { ip daddr }'
}

# noted SET PATTERN: how many addresses of that kind.
noted() { in_ns "$gateway" nft list set inet noted "$1" | grep -oE "$2" | sort -u | wc -l; }

start_it() {
	innocents || fail "no liar" || return
	note_senders || fail "no nft" || return
	start "$server" talk "$talk" serve forged 0 "${kinds[@]}"
	wait_for 5 listens "$server" 5223 || fail "no server" || return
	daemon_start forged || fail "peerwall did not start"
}

# --- the innocents ---------------------------------------------------------------

declare -A names	# GROUP: the names of its forgeries, one a line

# all_of BASE GROUP: the addresses of its innocents, for talk.py.
all_of() { echo "$1+$(($(wc -l <<<"${names[$2]}") - 1))"; }

# visit OUT ADDRESSES: from both hosts, all at the same time.
visit() {
	local host pids=()
	for host in 1 2; do
		WAIT=5 AT_ONCE=300 in_ns "$(client $host)" "$talk" speak forged "$2" 0 "$count" "${kinds[@]}" >"$tmp/$1.$host" 2>"$tmp/visit.log" &
		pids+=($!)
	done
	wait "${pids[@]}"
}

# reached FILE ADDRESS: every connection to it was right.
reached() {
	local host sum=''
	for host in 1 2; do
		sum+=$(awk -v host="$host" -v address="$2" -v n="$count" '
			$3 == address { rows++; bad += $4 != n; said = said " " $1 " " $4 "/" $5 }
			END { if (bad || rows != 2) print " host", host ":" said ";" }' "$tmp/$1.$host")
	done
	[ -z "$sum" ] || fail "reached by$sum"
}

# Cases for each forgery of a group. judge FILE BASE GROUP HOW
judge() {
	local name n=0
	while read -r name; do
		QUIET=yes case_of "forged: $4: $name" reached "$1" "$(nth "$2" "$n")"
		n=$((n + 1))
	done <<<"${names[$3]}"
}

# nth BASE N: the address that is N higher.
nth() {
	if [[ $1 = *:* && $2 != 0 ]]; then printf '%s%x' "${1%0}" "$2"; else echo "${1%0}$2" | sed 's/::0$/::/'; fi
}

# --- without BitTorrent ------------------------------------------------------------

groups=(made seen table tcp)
for group in "${groups[@]}"; do names[$group]=$("$forge" names "$group"); done
plain="10.90.1.0 made 10.90.2.0 seen 10.90.3.0 table 10.90.4.0 tcp 10.90.5.0 tcp 10.90.6.0 tcp 10.90.7.0 made fd00:90::0 made"

lie() {
	local n=0
	for group in "${groups[@]}"; do
		n=$((n + 1))
		in_ns "$liar" "$forge" send "$group" "10.90.$n.0" "$ports" 10.77.1.2 62000 || fail "$group not sent" || return
	done
	in_ns "$liar" "$forge" send made fd00:90::0 "$ports" fd00:77:1::2 6881 || fail "IPv6 not sent" || return
	in_ns "$(client 2)" "$forge" mirror 10.90.5.0 "$ports" 10.77.1.2 || fail "segments not sent" || return
	in_ns "$(client 2)" "$forge" say 10.90.6.0 "$ports" || fail "nothing said" || return
	in_ns "$(client 2)" "$forge" send made 10.90.7.0 "$ports" 10.77.1.2 6881 || fail "not sent by a LAN host"
}

lies_came() {
	local made
	made=$(wc -l <<<"${names[made]}")
	[ "$(noted from4 '10\.90\.1\.[0-9]+')" = "$made" ] || fail "$(noted from4 '10\.90\.1\.[0-9]+') of $made from outside" || return
	[ "$(noted from4 '10\.90\.7\.[0-9]+')" = "$made" ] || fail "$(noted from4 '10\.90\.7\.[0-9]+') of $made from the LAN" || return
	[ "$(noted from6 'fd00:90::[0-9a-f]*')" -ge "$made" ] || fail "$(noted from6 'fd00:90::[0-9a-f]*') of $made over IPv6"
}

# The ports of the LAN host that the segments were sent to: what it calls from there later is innocent too.
calls_from_named_ports() {
	FROM=62000 WAIT=5 in_ns "$(client 1)" "$talk" speak forged 10.90.9.3 0 6 "${kinds[@]}" >"$tmp/named" 2>&1 ||
		fail "$(cut -d' ' -f1,4- "$tmp/named" | paste -sd';')"
}

addresses_of() {
	local list=10.90.9.1
	# shellcheck disable=SC2086
	set -- $plain
	while [ $# -gt 0 ]; do list+=,$(all_of "$1" "$2"); shift 2; done
	echo "$list"
}

case_of "forged: peerwall and the innocents start" start_it
need_daemon
visit before 10.90.9.0
case_of "forged: before anything is forged" reached before 10.90.9.0
case_of "forged: everything is sent" lie
case_of "forged: and passes the gateway" lies_came
visit plain "$(addresses_of)"
case_of "forged: an innocent of which nothing was forged" reached plain 10.90.9.1
case_of "forged: from ports of the host that were named" calls_from_named_ports
judge plain 10.90.1.0 made "from outside"
judge plain fd00:90::0 made "from outside, IPv6"
judge plain 10.90.7.0 made "from a LAN host"
judge plain 10.90.2.0 seen "from outside"
judge plain 10.90.3.0 table "from outside"
judge plain 10.90.4.0 tcp "segment of no connection, from outside"
judge plain 10.90.5.0 tcp "segment of no connection, in another LAN host's name"
judge plain 10.90.6.0 tcp "said by a LAN host to the innocent itself"

# --- with BitTorrent ---------------------------------------------------------------

names[lists]=$'by a DHT node\nby a UDP tracker\nby an HTTP tracker\nby PEX'

clients() {
	mkdir "$tmp/files" "$tmp/kept"
	make_file "$tmp/files/film.bin" 1
	cp "$tmp/files/film.bin" "$tmp/kept/"
	make_torrent "$tmp/alone.torrent" "$tmp/files/film.bin" "udp://$second4:6969/announce" "http://$second4:8000/announce"
	start "$server" colluder "$forge" collude "$second4" 10.90.12.0 "$ports"
	wait_for 5 listens "$server" 6882 || fail "nobody colludes" || return
	aria2 "$(client 3)" node "$tmp/files" "$tmp/alone.torrent" 6881 "${seeding[@]}" || fail "no aria2" || return
	transmission "$(client 3)" node2 "$tmp/kept" 51413 --utp --dht || fail "no Transmission" || return
	remote "$(client 3)" 51413 -a "$tmp/alone.torrent" >/dev/null
	aria2 "$(client 1)" told "$tmp/told" "$tmp/alone.torrent" 6881 "${fetching[@]}" \
		--enable-peer-exchange=true --dht-entry-point="$second4:6881" || fail "no client at host 1" || return
	aria2 "$(client 3)" told3 "$tmp/told3" "$tmp/alone.torrent" 6891 "${fetching[@]}" \
		--enable-peer-exchange=true --dht-entry-point="$second4:6881" || fail "no client at host 3"
}

all_were_told() {
	local what
	for what in dht tracker http pex; do
		wait_for 15 grep -q "^$what" "$tmp/colluder.log" || fail "nobody asked: $what" || return
	done
}

ask_them() {
	sleep 1
	in_ns "$liar" "$forge" send made 10.90.10.0 "$ports" 10.77.3.2 6881 || fail "not sent to aria2" || return
	in_ns "$liar" "$forge" send made 10.90.11.0 "$ports" 10.77.3.2 51413 || fail "not sent to Transmission" || return
	sleep 3
	[ "$(noted answered '10\.90\.10\.[0-9]+')" -ge 2 ] || fail "aria2 answered $(noted answered '10\.90\.10\.[0-9]+')" || return
	[ "$(noted answered '10\.90\.11\.[0-9]+')" -ge 2 ] || fail "Transmission answered $(noted answered '10\.90\.11\.[0-9]+')"
}

case_of "forged: real clients start, and who colludes" clients
case_of "forged: real clients ask who colludes" all_were_told
case_of "forged: real clients answer what is forged" ask_them
visit real "10.90.9.2,$(all_of 10.90.10.0 made),$(all_of 10.90.11.0 made),$(all_of 10.90.12.0 lists)"
case_of "forged: beside a torrent client, an innocent of which nothing was forged" reached real 10.90.9.2
judge real 10.90.10.0 made "to aria2, which may answer"
judge real 10.90.11.0 made "to Transmission, which may answer"
judge real 10.90.12.0 lists "named as a peer"
case_of "forged: sanitizers are quiet" sanitizers_are_quiet
finish
