#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/fuzz/run.sh BUILD DISSECTOR SECONDS: fuzzes it from its seeds. What the fuzzer
# finds on its way stays in BUILD/corpus/, what breaks the dissector in BUILD/broken/.

set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1 name=$2 seconds=$3
folder=${name// /-}

if [ -z "$name" ]; then
	echo "fuzz: say which dissector: make fuzz D=NAME [T=SECONDS]" >&2
	exit 2
fi
mkdir -p "$build/corpus/$folder" "$build/broken"
seeds=()
[ ! -d "tests/fuzz/corpus/$folder" ] || seeds=("tests/fuzz/corpus/$folder")
PEERWALL_DISSECTOR=$name exec "$build/fuzz" -max_total_time="$seconds" -max_len=6000 -timeout=5 -print_final_stats=1 \
	-artifact_prefix="$build/broken/$folder-" "$build/corpus/$folder" "${seeds[@]}" 2>&1 |
	grep -E --line-buffered 'ERROR|SUMMARY|runtime error|stat::number_of_executed|DONE|Test unit'
