#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A protocol of the policy's own in everything that a dry run prints.

set -u
cd "$(dirname "$0")/../.." || exit 1
peerwall=${PEERWALL:-$PWD/build/peerwall}
capture=pcaps/plain/ssdp.pcap
# shellcheck source=../result.sh
. tests/result.sh
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

cat >"$tmp/own.yaml" <<'END'
version: 1
signatures:
  - name: campus search
    protocol: campus-search
    category: campus
    transport: udp
    direction: initiator
    bytes: '"M-SEARCH"'
    matches: ['"M-SEARCH *"']
    matches-not: ['"NOTIFY *"']
rules:
  - {name: no campus search, protocols: [campus], action: block}
  - {name: rest, action: report}
END

classify() { timeout 60 "$peerwall" classify --policy "$tmp/own.yaml" "$@" "$capture" >"$tmp/out" 2>"$tmp/err"; }
report() { timeout 60 "$peerwall" report "$@" >"$tmp/report" 2>"$tmp/err"; }

is_named() {
	grep '"protocol":"campus-search","category":"campus","confidence":"certain"' "$tmp/out" |
		grep '"evidence":"campus search at 0"' | grep -q '"action":"block","rule":".*own.yaml:12"'
}

result "classify, JSON" classify --json
result "names it, its category, its signature and the rule" is_named
result "classify, CSV" classify --format csv
result "names it too" grep -q 'campus-search,.*certain,signature' "$tmp/out"
result "classify, table" classify
result "shows it" grep -q campus-search "$tmp/out"
for format in text html; do
	result "report, $format" report --policy "$tmp/own.yaml" --format $format "$capture"
	result "shows it, $format" grep -q campus-search "$tmp/report"
done
timeout 60 "$peerwall" classify --json "$capture" >"$tmp/out" 2>"$tmp/err"
result "without the policy it is plain" test "$(grep -c campus-search "$tmp/out")" = 0

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
