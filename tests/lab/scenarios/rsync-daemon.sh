# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: rsync
#
# rsync fetches a directory from an rsync daemon and sends one, over IPv6.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned rsync other:rsync
	owned rsyncd other:rsync
}

setup() {
	local n
	mkdir "$tmp/there" "$tmp/here" "$tmp/sent" "$tmp/got"
	for n in 1 2 3 4 5; do
		random_file "$tmp/there/$n.bin" $((n * 20))k
		random_file "$tmp/here/$n.bin" $((n * 15))k
	done
	give rsyncd "$tmp/sent"
	give rsync "$tmp/got"
	cat >"$tmp/rsyncd.conf" <<-END
		use chroot = no
		pid file = $tmp/home-rsyncd/pid
		[there]
		path = $tmp/there
		[sent]
		path = $tmp/sent
		read only = no
	END
	spawn o1 rsyncd rsync --daemon --no-detach --config="$tmp/rsyncd.conf" --log-file=/dev/stderr
	wait_for 10 listens "$(ns o1)" 873
}

go() {
	as l1 rsync rsync -r --timeout=8 --contimeout=8 "rsync://[$(addr6 o1)]/there/" "$tmp/got/"
	as l1 rsync rsync -r --timeout=8 --contimeout=8 "$tmp/here/" "rsync://[$(addr6 o1)]/sent/"
}

proved() { diff -r "$tmp/there" "$tmp/got" >/dev/null && diff -r "$tmp/here" "$tmp/sent" >/dev/null; }
versions() { version_of rsync; }
