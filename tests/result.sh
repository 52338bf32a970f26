# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# For tests of what peerwall says: $tmp/out and $tmp/err hold its two outputs.

# shellcheck disable=SC2034	# whoever sources this closes with them
passed=0 failed=0 skipped=0

# result SENTENCE COMMAND…: the case holds when the command does.
result() {
	local sentence=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
		echo "ok $sentence"
	else
		failed=$((failed + 1))
		echo "FAIL $sentence"
		sed 's/^/    /' "$tmp/out" "$tmp/err"
	fi
}
