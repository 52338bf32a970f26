# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: vsftpd curl
#
# curl fetches a file of random bytes from vsftpd and stores one: passive, active, and over IPv6.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned curl other:ftp
	owned vsftpd other:ftp
}

setup() {
	mkdir -p "$tmp/ftp/in" "$tmp/empty"
	random_file "$tmp/ftp/random.bin" 200k
	chown ftp "$tmp/ftp/in"
	cat >"$tmp/vsftpd.conf" <<-END
		listen=NO
		listen_ipv6=YES
		background=NO
		anonymous_enable=YES
		anon_root=$tmp/ftp
		no_anon_password=YES
		write_enable=YES
		anon_upload_enable=YES
		anon_umask=022
		secure_chroot_dir=$tmp/empty
		seccomp_sandbox=NO
		connect_from_port_20=YES
	END
	belongs_to o1 vsftpd ftp
	belongs_to o1 vsftpd nobody
	spawn_root o1 vsftpd vsftpd "$tmp/vsftpd.conf"
	wait_for 10 listens "$(ns o1)" 21
}

go() {
	as l1 curl curl -sS --max-time 8 -o "$tmp/home-curl/passive.bin" "ftp://$(addr4 o1)/random.bin"
	as l1 curl curl -sS --max-time 8 -P - -o "$tmp/home-curl/active.bin" "ftp://$(addr4 o1)/random.bin"
	as l1 curl curl -sSg --max-time 8 -o "$tmp/home-curl/six.bin" "ftp://[$(addr6 o1)]/random.bin"
	as l1 curl curl -sS --max-time 8 -T "$tmp/ftp/random.bin" "ftp://$(addr4 o1)/in/"
}

proved() {
	local n
	for n in passive active six; do same_file "$tmp/ftp/random.bin" "$tmp/home-curl/$n.bin" || return; done
	same_file "$tmp/ftp/random.bin" "$tmp/ftp/in/random.bin"
}
versions() { version_of vsftpd; version_of curl; }
