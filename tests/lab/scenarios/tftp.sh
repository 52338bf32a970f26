# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: tftpd-hpa tftp-hpa
#
# tftp fetches a file of random bytes from a TFTP server, whose answers come from ports of their own, and stores one.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned tftp other:tftp
	owned tftpd other:tftp
}

setup() {
	mkdir "$tmp/tftp"
	random_file "$tmp/tftp/random.bin" 60k
	random_file "$tmp/here.bin" 30k
	chown tftp "$tmp/tftp"
	belongs_to o1 tftpd tftp
	spawn_root o1 tftpd in.tftpd -L --create -s --user tftp --address 0.0.0.0:69 "$tmp/tftp"
	wait_for 10 listens "$(ns o1)" 69 udp
}

go() {
	as l1 tftp timeout 10 tftp -m binary "$(addr4 o1)" -c get random.bin
	as l1 tftp timeout 10 tftp -m binary "$(addr4 o1)" -c put "$tmp/here.bin" there.bin
}

proved() { same_file "$tmp/tftp/random.bin" "$tmp/home-tftp/random.bin" && same_file "$tmp/here.bin" "$tmp/tftp/there.bin"; }
versions() { version_of tftpd-hpa; version_of tftp-hpa; }
