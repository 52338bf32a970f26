# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: tigervnc-standalone-server vncsnapshot
#
# vncsnapshot looks at the screen of a TigerVNC server, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned viewer other:vnc
	owned server other:vnc
}

setup() {
	spawn o1 server Xtigervnc :77 -SecurityTypes None -rfbport 5901 -geometry 640x480 -depth 24 -nolisten unix
	wait_for 10 listens "$(ns o1)" 5901
}

go() { as l1 viewer timeout 10 vncsnapshot -quiet -allowblank -encodings hextile "$(addr4 o1):1" screen.jpg; }

proved() { [ "$(head -c 3 "$tmp/home-viewer/screen.jpg" 2>/dev/null | od -An -tx1)" = ' ff d8 ff' ]; }
versions() { version_of tigervnc-standalone-server; version_of vncsnapshot; }
