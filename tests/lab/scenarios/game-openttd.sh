# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: openttd openttd-opengfx
#
# A player without a screen joins a game of OpenTTD and gets its map, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned player other:openttd
	owned server other:openttd
}

setup() {
	uid_of server
	uid_of player
	printf '[network]\nserver_game_type = local\nserver_name = lab\n[game_creation]\nmap_x = 7\nmap_y = 7\n' >"$tmp/home-server/openttd.cfg"
	printf '[network]\nclient_name = anne\n' >"$tmp/home-player/openttd.cfg"
	give server "$tmp/home-server"
	give player "$tmp/home-player"
	spawn o1 server openttd -D 0.0.0.0:3979 -x -c "$tmp/home-server/openttd.cfg" -d net=3 -G 1
	wait_for 20 listens "$(ns o1)" 3979
}

# Without a screen the program sometimes hangs before it has opened a connection.
go() {
	local n
	for n in 1 2 3 4; do
		spawn l1 player timeout 20 openttd -v null:ticks=50000000 -s null -m null -x -c "$tmp/home-player/openttd.cfg" \
			-d net=5 -n "$(addr4 o1):3979"
		wait_for 3 proved && return
		stop "$started"
	done
}

proved() { grep -qi 'anne has joined\|joined the game' "$tmp/server.log"; }
versions() { version_of openttd; }
