# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: openssh-server openssh-client
#
# scp sends a file over IPv6 and fetches one over IPv4; the line is 30 ms long and loses packets.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=30 loss_percent=1

labels() {
	owned scp other:ssh
	owned sshd other:ssh
}

setup() {
	mkdir "$tmp/got"
	random_file "$tmp/there" 300k
	random_file "$tmp/here" 300k
	ssh_server o1 sshd
}

go() {
	# shellcheck disable=SC2046
	as_root l1 scp timeout 20 scp $(ssh_options) "$tmp/here" "root@[$(addr6 o1)]:$tmp/got/here"
	# shellcheck disable=SC2046
	as_root l1 scp timeout 20 scp $(ssh_options) "root@$(addr4 o1):$tmp/there" "$tmp/got/there"
}

proved() { same_file "$tmp/here" "$tmp/got/here" && same_file "$tmp/there" "$tmp/got/there"; }
versions() { version_of openssh-client; version_of openssh-server; }
