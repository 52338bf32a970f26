# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nginx libnginx-mod-rtmp ffmpeg
#
# ffmpeg streams to nginx over RTMP, and another ffmpeg watches.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
lan=2

labels() {
	owned sender other:rtmp
	owned viewer other:rtmp
	owned nginx other:rtmp
}

setup() {
	uid_of nginx
	cat >"$tmp/rtmp.conf" <<-END
		load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
		daemon off;
		pid $tmp/home-nginx/pid;
		error_log stderr;
		worker_processes 1;
		events { worker_connections 100; }
		rtmp {
			access_log off;
			server {
				listen 1935;
				application live { live on; }
			}
		}
	END
	spawn o1 nginx nginx -e stderr -c "$tmp/rtmp.conf"
	wait_for 10 listens "$(ns o1)" 1935
}

go() {
	local url
	url=rtmp://$(addr4 o1)/live/lab
	spawn l1 sender timeout 20 ffmpeg -hide_banner -re -f lavfi -i testsrc=size=160x120:rate=10 -f lavfi -i sine -t 8 \
		-c:v libx264 -preset ultrafast -g 5 -c:a aac -b:a 32k -f flv "$url"
	sleep 1
	as l2 viewer timeout 12 ffmpeg -hide_banner -v error -i "$url" -t 2 -c copy -f flv "$tmp/home-viewer/seen.flv"
}

packets_in() {
	ffprobe -v error -count_packets -select_streams v -show_entries stream=nb_read_packets -of csv=p=0 "$1" 2>/dev/null
}

proved() { [ "$(packets_in "$tmp/home-viewer/seen.flv")" -ge 15 ]; }
versions() { version_of libnginx-mod-rtmp; version_of ffmpeg; }
