# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: squid-openssl dante-server nginx curl openssl
#
# curl reads pages through a SOCKS proxy (Dante) and through Squid, plain and with CONNECT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
out=2

labels() {
	owned curl other:proxy
	owned dante other:socks
	owned squid other:proxy
	owned nginx other:http
}

setup() {
	web_pages "$tmp/www" 1
	certificate site o2
	lab_web o2 nginx "$tmp/www" "$(tls_site site)" || return
	uid_of dante
	cat >"$tmp/sockd.conf" <<-END
		logoutput: stderr
		internal: eth0 port = 1080
		external: eth0
		clientmethod: none
		socksmethod: none
		client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
		socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
	END
	cat >"$tmp/squid.conf" <<-END
		http_port 0.0.0.0:3128
		http_access allow all
		cache deny all
		access_log none
		cache_log /dev/stderr
		pid_filename none
		coredump_dir none
		pinger_enable off
		shutdown_lifetime 0 seconds
		visible_hostname server.test
	END
	spawn o1 dante danted -f "$tmp/sockd.conf" -p "$tmp/home-dante/pid"
	spawn o1 squid squid -N -n lab$$ -f "$tmp/squid.conf"
	wait_for 10 listens "$(ns o1)" 1080 && wait_for 15 listens "$(ns o1)" 3128
}

go() {
	local k
	for k in 1 2 3; do
		as l1 curl curl -sS --max-time 8 --socks5-hostname "$(addr4 o1):1080" -o "$tmp/home-curl/$k" "http://$(addr4 o2)/data1-$k.bin"
	done
	as l1 curl curl -sS --max-time 8 --proxy "http://$(addr4 o1):3128" -o "$tmp/home-curl/4" "http://$(addr4 o2)/data1-4.bin"
	for k in 5 6; do
		as l1 curl curl -sSk --max-time 8 --proxy "http://$(addr4 o1):3128" -o "$tmp/home-curl/$k" "https://$(addr4 o2)/data1-$k.bin"
	done
}

proved() { local k; for k in 1 2 3 4 5 6; do same_file "$tmp/www/data1-$k.bin" "$tmp/home-curl/$k" || return; done; }
versions() { version_of dante-server; version_of squid-openssl; version_of curl; }
