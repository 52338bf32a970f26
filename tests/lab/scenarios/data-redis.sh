# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: redis-server redis-tools
#
# redis-cli stores a file in Redis and reads it back; a subscriber hears what is published; behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes lan=2

labels() {
	owned client other:redis
	owned subscriber other:redis
	owned redis other:redis
}

setup() {
	random_file "$tmp/file" 200k
	spawn o1 redis redis-server --bind 0.0.0.0 --protected-mode no --save '' --port 6379
	wait_for 10 listens "$(ns o1)" 6379
}

go() {
	local cli=(timeout 8 redis-cli -h "$(addr4 o1)")
	spawn l2 subscriber sh -c "timeout 15 ${cli[*]:2} subscribe news >$tmp/news"
	as_with_input l1 client "${cli[@]}" -x set file <"$tmp/file" >/dev/null
	as l1 client "${cli[@]}" --raw get file | head -c 200k >"$tmp/got"
	sleep 0.5
	as l1 client "${cli[@]}" publish news "hello from the lab" >/dev/null
}

proved() { same_file "$tmp/file" "$tmp/got" && grep -q 'hello from the lab' "$tmp/news"; }
versions() { version_of redis-server; }
