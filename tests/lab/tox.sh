# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Tox: a bootstrap node, and toxic, which wants a terminal. Needs net.sh.

# tox_bootstrap HOST NAME: DHT node and TCP relay on port 33445; $tmp/nodes.json is for the clients.
tox_bootstrap() {
	local host=$1 name=$2 key

	uid_of "$name"
	cat >"$tmp/home-$name/conf" <<-END
		port = 33445
		keys_file_path = "$tmp/home-$name/keys"
		pid_file_path = "$tmp/home-$name/pid"
		enable_ipv6 = true
		enable_ipv4_fallback = true
		enable_lan_discovery = false
		enable_tcp_relay = true
		tcp_relay_ports = [33445]
		enable_motd = false
	END
	spawn "$host" "$name" tox-bootstrapd --foreground --log-backend stdout --config "$tmp/home-$name/conf"
	wait_for 10 grep -q 'Public Key: ' "$tmp/$name.log" || return
	key=$(sed -n 's/^Public Key: //p' "$tmp/$name.log")
	cat >"$tmp/nodes.json" <<-END
		{"last_scan":$(date +%s),"last_refresh":$(date +%s),"nodes":[{"ipv4":"$(addr4 "$host")","ipv6":"-","port":33445,"tcp_ports":[33445],"public_key":"$key","maintainer":"lab","location":"LA","status_udp":true,"status_tcp":true,"version":"1000002018","motd":"","last_ping":$(date +%s)}]}
	END
}

# toxic_start HOST NAME [OPTION…]
toxic_start() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	mkdir -p "$tmp/home-$name/chat"
	cp "$tmp/nodes.json" "$tmp/home-$name/"		# it wants to write there
	[ -p "$tmp/home-$name/orders" ] || mkfifo "$tmp/home-$name/orders"
	printf 'ui = { autolog=true; nodeslist_update_freq=0; };\ntox = { chatlogs_path="%s/"; };\n' \
		"$tmp/home-$name/chat" >"$tmp/home-$name/toxic.conf"
	give "$name" "$tmp/home-$name"
	spawn "$host" "$name" "$lab/terminal.py" orders toxic --no-lan --config "$tmp/home-$name/toxic.conf" \
		--nodes nodes.json "$@"
}

# toxic_type NAME TEXT: \r is the return key, \020 is Ctrl-P.
# shellcheck disable=SC2016
toxic_type() { timeout 2 sh -c 'printf "%b" "$2" >"$1"' - "$tmp/home-$1/orders" "$2"; }

shows() { grep -aq "$2" "$tmp/$1.log"; }

# toxic_born HOST NAME: a profile; $id is its Tox ID.
toxic_born() {
	toxic_start "$1" "$2" --noconnect
	wait_for 10 shows "$2" 'encrypt it' || return
	toxic_type "$2" 'n\r'
	wait_for 10 shows "$2" 'Welcome to Toxic' || return
	sleep 0.5
	toxic_type "$2" '/myid\r'
	wait_for 5 tox_id "$2"
}

tox_id() { id=$(grep -aoE '[0-9A-F]{76}' "$tmp/$1.log" | head -n 1); [ "$id" ]; }

# tox_friends: a bootstrap node on o1; "friend" of o2 and "chatter" of l1 know each other's Tox IDs.
# The friend is on the network, the chatter is not yet.
tox_friends() {
	local of_friend friend

	tox_bootstrap o1 bootstrap && toxic_born o2 friend || return
	of_friend=$id friend=$started
	toxic_born l1 chatter || return
	toxic_type chatter "/add $of_friend\r"
	toxic_type friend "/add $id\r"
	wait_for 5 shows chatter 'request sent' && wait_for 5 shows friend 'request sent' || return
	toxic_type chatter '/exit\r'
	toxic_type friend '/exit\r'
	wait_for 5 is_gone "$started" && wait_for 5 is_gone "$friend" || return
	: >"$tmp/chatter.log"
	: >"$tmp/friend.log"
	toxic_start o2 friend
	wait_for 15 shows friend Online
}

# shellcheck disable=SC2120
# tox_chat [OPTION…]: the chatter joins, waits for the friend, opens the list of contacts, and the chat.
tox_chat() {
	toxic_start l1 chatter "$@"
	wait_for 25 shows chatter 'has come online' || { reason="no friend"; return 1; }
	toxic_type chatter '\020'
	sleep 0.3
	toxic_type chatter '\r'
	sleep 0.3
	toxic_type chatter 'the film is at noon\r'
}

tox_arrived() { cat "$tmp"/home-friend/chat/* | grep -q 'the film is at noon'; }

tox_labels() {
	owned bootstrap tox
	owned friend tox
	owned chatter tox
}

tox_versions() { version_of toxic; version_of toxcore-utils; }
