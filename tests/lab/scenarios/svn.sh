# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: subversion
#
# svn checks out from svnserve, and commits.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned svn other:svn
	owned svnserve other:svn
}

setup() {
	mkdir "$tmp/first"
	random_file "$tmp/first/random.bin" 100k
	random_file "$tmp/more.bin" 60k
	svnadmin create "$tmp/repository" && svn import -q -m first "$tmp/first" "file://$tmp/repository" || return
	printf '[general]\nanon-access = write\n' >"$tmp/repository/conf/svnserve.conf"
	give svnserve "$tmp/repository"
	spawn o1 svnserve svnserve -d --foreground -r "$tmp"
	wait_for 10 listens "$(ns o1)" 3690
}

go() {
	as l1 svn timeout 10 svn checkout -q --non-interactive "svn://$(addr4 o1)/repository" here || return
	as l1 svn cp "$tmp/more.bin" here/ && as l1 svn svn add -q here/more.bin && as l1 svn timeout 10 svn commit -q --non-interactive -m second here
}

proved() {
	same_file "$tmp/first/random.bin" "$tmp/home-svn/here/random.bin" &&
		svn cat "file://$tmp/repository/more.bin" 2>/dev/null | same_file - "$tmp/more.bin"
}
versions() { version_of subversion; }
