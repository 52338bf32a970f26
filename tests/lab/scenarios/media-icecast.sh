# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: icecast2 ffmpeg curl
#
# ffmpeg feeds a radio station of Icecast, curl listens, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned sender other:icecast
	owned listener other:icecast
	owned icecast other:icecast
}

setup() {
	uid_of icecast
	cat >"$tmp/icecast.xml" <<-END
		<icecast>
		<limits><clients>10</clients><sources>2</sources></limits>
		<authentication><source-password>secret</source-password><admin-password>secret</admin-password></authentication>
		<hostname>server.test</hostname>
		<listen-socket><port>8000</port><bind-address>0.0.0.0</bind-address></listen-socket>
		<paths><basedir>/usr/share/icecast2</basedir><logdir>$tmp/home-icecast</logdir><webroot>/usr/share/icecast2/web</webroot>
		<adminroot>/usr/share/icecast2/admin</adminroot></paths>
		</icecast>
	END
	spawn o1 icecast icecast2 -c "$tmp/icecast.xml"
	wait_for 10 listens "$(ns o1)" 8000
}

go() {
	spawn l1 sender timeout 15 ffmpeg -hide_banner -v error -re -f lavfi -i sine -t 10 -c:a libmp3lame -b:a 128k -content_type audio/mpeg \
		-f mp3 "icecast://source:secret@$(addr4 o1):8000/lab.mp3"
	sleep 2
	as l1 listener curl -sS --max-time 3 -o "$tmp/home-listener/heard.mp3" "http://$(addr4 o1):8000/lab.mp3"
	return 0
}

proved() { [ "$(arrived "$tmp/home-listener/heard.mp3")" -gt 20000 ]; }
versions() { version_of icecast2; version_of ffmpeg; }
