#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The seed corpus of the fuzzers (tests/fuzz/corpus/), played to each dissector: a
# broken one ends with a signal, or with a sanitizer's word. Each has seeds.

set -u
cd "$(dirname "$0")/../.." || exit 1
replay=$(dirname "${PEERWALL:-build/peerwall}")/replay
passed=0 failed=0

while read -r name; do
	seeds=(tests/fuzz/corpus/"${name// /-}"/*)
	if [ ! -f "${seeds[0]}" ]; then
		echo "FAIL fuzz $name: no seed (tests/fuzz/README.md says how to make one)"
		failed=$((failed + 1))
	elif PEERWALL_DISSECTOR=$name "$replay" "${seeds[@]}"; then
		passed=$((passed + 1))
	else
		echo "FAIL fuzz $name: broken by one of ${seeds[*]}"
		failed=$((failed + 1))
	fi
done < <("$replay" --list)

echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
