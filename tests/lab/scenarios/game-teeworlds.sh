# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: teeworlds teeworlds-server xvfb libgl1-mesa-dri
#
# A player of Teeworlds, on a screen that nobody sees, joins a server: a game over UDP, with delay and loss.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=20 loss_percent=1

labels() {
	owned player other:teeworlds
	owned server other:teeworlds
}

setup() {
	printf 'sv_register 0\nsv_port 8303\nsv_name lab\nsv_map dm1\n' >"$tmp/server.cfg"
	spawn o1 server teeworlds-server -f "$tmp/server.cfg"
	spawn l1 screen Xvfb :78 -screen 0 320x240x24 -nolisten unix
	wait_for 10 listens "$(ns o1)" 8303 udp && sleep 1
}

go() {
	spawn l1 player timeout 25 env DISPLAY=:78 SDL_AUDIODRIVER=dummy LIBGL_ALWAYS_SOFTWARE=1 teeworlds \
		"player_name anne; snd_enable 0; gfx_screen_width 320; gfx_screen_height 240; gfx_fullscreen 0; cl_show_welcome 0; connect $(addr4 o1):8303"
	wait_for 15 proved
	sleep 2
}

proved() { grep -q 'anne.*entered and joined\|has entered the game\|player has entered' "$tmp/server.log"; }
versions() { version_of teeworlds; version_of teeworlds-server; }
