# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: git openssh-server openssh-client
#
# git clones over SSH and pushes back, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned git other:ssh
	owned sshd other:ssh
}

setup() { git_repository && ssh_server o1 sshd; }

go() {
	GIT_SSH_COMMAND="ssh $(ssh_options)"
	export GIT_SSH_COMMAND
	as_root l1 git timeout 10 git clone -q "root@$(addr4 o1):$tmp/there.git" here || return
	random_file "$tmp/home-git/here/more.bin" 100k
	as_root l1 git git -C here add . && as_root l1 git git -C here commit -qm second && as_root l1 git timeout 10 git -C here push -q
}

proved() {
	same_file "$tmp/there/random.bin" "$tmp/home-git/here/random.bin" &&
		[ "$(HOME=$tmp git -C "$tmp/there.git" log --format=%s | paste -sd,)" = second,first ]
}
versions() { version_of git; version_of openssh-client; }
