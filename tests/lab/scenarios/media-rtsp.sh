# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: ffmpeg
#
# ffmpeg streams to another ffmpeg: announced over RTSP, sent as RTP over UDP; then the same inside RTSP's TCP over IPv6.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned sender other:rtsp tcp 8554,8556
	owned sender other:rtp
	owned receiver other:rtsp tcp 8554,8556
	owned receiver other:rtp
}

setup() {
	spawn o1 receiver timeout 60 ffmpeg -hide_banner -rtsp_flags listen -i "rtsp://$(addr4 o1):8554/live" -c copy -y udp.mkv
	spawn o1 receiver timeout 60 ffmpeg -hide_banner -rtsp_flags listen -i "rtsp://[$(addr6 o1)]:8556/live" -c copy -y tcp.mkv
	wait_for 10 listens "$(ns o1)" 8554 && wait_for 10 listens "$(ns o1)" 8556
}

# send TRANSPORT ADDRESS:PORT
send() {
	as l1 sender timeout 12 ffmpeg -hide_banner -v error -re -f lavfi -i testsrc=size=160x120:rate=10 -f lavfi -i sine -t 3 -c:v libx264 \
		-preset ultrafast -g 5 -c:a aac -b:a 32k -f rtsp -rtsp_transport "$1" "rtsp://$2/live"
}

go() {
	send udp "$(addr4 o1):8554"
	send tcp "[$(addr6 o1)]:8556"
}

packets_in() { ffprobe -v error -count_packets -select_streams v -show_entries stream=nb_read_packets -of csv=p=0 "$1" 2>/dev/null; }
proved() { [ "$(packets_in "$tmp/home-receiver/udp.mkv")" -ge 15 ] && [ "$(packets_in "$tmp/home-receiver/tcp.mkv")" -ge 15 ]; }
versions() { version_of ffmpeg; }
