#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/fuzz/run.sh BUILD SECONDS AT-ONCE NAME|all: fuzzes that dissector, or each one, from
# its seeds, and writes a row of each. What the fuzzer finds on its way stays in BUILD/corpus/,
# what breaks a dissector in BUILD/broken/, the fuzzer's own words in BUILD/logs/.

set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1 seconds=$2 at_once=$3 names=$4

# $1: what to look for, before its number; in the log $2.
number_after() {
	grep -o "$1 *[0-9]*" "$2" | tail -1 | grep -o '[0-9]*$' || echo '?'
}

fuzz_one() {
	local folder=${1// /-} seeds=() end=clean log
	log=$build/logs/$folder

	mkdir -p "$build/corpus/$folder"
	[ ! -d "tests/fuzz/corpus/$folder" ] || seeds=("tests/fuzz/corpus/$folder")
	PEERWALL_DISSECTOR=$1 "$build/fuzz" -max_total_time="$seconds" -max_len=6000 -timeout=5 \
		-print_final_stats=1 -artifact_prefix="$build/broken/$folder-" \
		"$build/corpus/$folder" "${seeds[@]}" >"$log" 2>&1 || end="BROKEN, see $log"
	printf '%-26s %8s s %12s runs %6s edges   %s\n' "$1" "$(number_after 'runs in' "$log")" \
		"$(number_after number_of_executed_units: "$log")" "$(number_after cov: "$log")" "$end"
	[ "$end" = clean ]
}

if [ -z "$names" ]; then
	echo "fuzz: say which dissector: make fuzz D=NAME [T=SECONDS], or D=all [J=HOW MANY AT ONCE]" >&2
	exit 2
fi
known=$("$build/fuzz" --list)
if [ "$names" = all ]; then
	names=$known
elif ! grep -qxF -- "$names" <<<"$known"; then
	echo "fuzz: no dissector is called $names; there are:" >&2
	paste -sd, - <<<"$known" | sed 's/,/, /g' | fold -s -w 100 >&2
	exit 2
fi
mkdir -p "$build/broken" "$build/logs"
n=$(wc -l <<<"$names")
rounds=$(((n + at_once - 1) / at_once))
[ "$n" -eq 1 ] || echo "$n dissectors, $at_once at once: $((rounds * seconds / 60)) min"

export -f fuzz_one number_after
export build seconds
# shellcheck disable=SC2016 # the shell that xargs starts expands it
xargs -d '\n' -P "$at_once" -I{} bash -c 'fuzz_one "$1"' _ {} <<<"$names"
