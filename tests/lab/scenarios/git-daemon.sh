# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: git
#
# git clones from a git daemon, commits, and pushes back.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned git other:git
	owned daemon other:git
}

setup() {
	git_repository || return
	give daemon "$tmp/there.git"
	spawn o1 daemon git daemon --export-all --enable=receive-pack --reuseaddr --base-path="$tmp" "$tmp/there.git"
	wait_for 10 listens "$(ns o1)" 9418
}

go() {
	as l1 git timeout 10 git clone -q "git://$(addr4 o1)/there.git" here || return
	random_file "$tmp/home-git/here/more.bin" 100k
	as l1 git git -C here add . && as l1 git git -C here commit -qm second && as l1 git timeout 10 git -C here push -q
}

proved() {
	same_file "$tmp/there/random.bin" "$tmp/home-git/here/random.bin" &&
		[ "$(as o1 daemon git -C "$tmp/there.git" log --format=%s | paste -sd,)" = second,first ]
}
versions() { version_of git; }
