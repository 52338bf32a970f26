# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: openssh-server openssh-client
#
# Three commands over SSH, the last with input and output of some length, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned ssh other:ssh
	owned sshd other:ssh
}

setup() {
	random_file "$tmp/input" 100k
	ssh_server o1 sshd
}

go() {
	local n
	for n in 1 2 3; do
		# shellcheck disable=SC2046
		as_root l1 ssh timeout 10 ssh $(ssh_options) "root@$(addr4 o1)" "echo answer $n; uname" >"$tmp/answer$n"
	done
	# shellcheck disable=SC2046
	in_ns "$(ns l1)" timeout 10 ssh $(ssh_options) "root@$(addr4 o1)" cat <"$tmp/input" >"$tmp/output"
}

proved() { grep -q 'answer 3' "$tmp/answer3" && grep -q Linux "$tmp/answer1" && same_file "$tmp/input" "$tmp/output"; }
versions() { version_of openssh-client; version_of openssh-server; }
