#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What an admin gets wrong at the prompt: each gets its exit code and one clear
# sentence, and nothing is changed. Captures: tests/replay; policies: tests/policy.

set -u
cd "$(dirname "$0")/../.." || exit 1

peerwall=${PEERWALL:-$PWD/build/peerwall}
capture=pcaps/p2p/bt-tcp.pcap
# shellcheck source=../result.sh
. tests/result.sh
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# says SENTENCE CODE WORDS ARGUMENT…: peerwall ends with CODE, with WORDS on its standard error output.
says() {
	local sentence=$1 code=$2 words=$3 status
	shift 3
	timeout 60 "$peerwall" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
	result "$sentence" test "$status: $(grep -cF -- "$words" "$tmp/err")" = "$code: 1"
}

# unwritten ARGUMENT…: a full and a closed standard output are failures with a sentence.
unwritten() {
	local status

	: >"$tmp/out"
	timeout 60 "$peerwall" "$@" >/dev/full 2>"$tmp/err"
	status=$?
	result "full: $1" test "$status: $(grep -c 'No space left' "$tmp/err")" = "1: 1"
	timeout 60 "$peerwall" "$@" >&- 2>"$tmp/err"
	status=$?
	result "closed: $1" test "$status: $(grep -c 'Bad file descriptor' "$tmp/err")" = "1: 1"
}

says "no command" 2 "usage: peerwall COMMAND"
says "an unknown command" 2 'there is no command "clasify"' clasify
for command in classify check report run status reload flush protocols; do
	"$peerwall" $command --help >"$tmp/out" 2>"$tmp/err"
	result "$command --help" test "$?: $(grep -c -e --help "$tmp/out") $(wc -c <"$tmp/err")" = "0: 1 0"
	says "$command: an unknown option" 2 "see peerwall $command --help" $command --nonsense
done
says "reload takes no policy" 2 "see peerwall reload --help" reload --policy "$tmp/other.yaml"
says "flush has no JSON" 2 "see peerwall flush --help" flush --json
says "a log level" 2 "is not one of error, warning, info" run --policy x --log-level loud
says "no daemon to ask" 1 "no peerwall runs with runtime dir $tmp" status --runtime-dir "$tmp"
says "no daemon to reload" 1 "no peerwall runs with runtime dir $tmp" reload --runtime-dir "$tmp"

says "protocols: no such name" 1 '"bittorent" is not in the catalogue' protocols bittorrent bittorent
result "protocols: the others are printed" grep -qx 'protocol    bittorrent' "$tmp/out"
"$peerwall" protocols >"$tmp/out"
result "protocols: the table" grep -q '^bittorrent  *file-sharing  *yes  *6881-6999 ' "$tmp/out"
"$peerwall" protocols kazaa http >"$tmp/out"
for key in status reference signatures evidence packets limits captures; do
	result "protocols: $key of one, none of plain traffic" test "$(grep -c "^$key " "$tmp/out")" = 1
done
result "protocols: lines that fit" test "$(awk 'length > 80' "$tmp/out")" = ""
"$peerwall" protocols --json bt >"$tmp/out"
result "protocols: JSON of one" python3 -c '
import json, sys
p = json.load(open(sys.argv[1]))
assert p["name"] == "bittorrent" and p["status"] == "alive" and p["limits"]
assert {"name": "handshake", "transport": "tcp"} in p["signatures"]
assert {"file": "p2p/bittorrent.pcap", "flows": 24} in p["captures"]
' "$tmp/out"

unwritten classify $capture
unwritten classify --format csv $capture
unwritten report $capture
unwritten check --no-kernel policies/home.yaml
unwritten protocols --json
unwritten protocols bittorrent
unwritten --version

# The last report stays when there is nothing to make a new one from.
echo old >"$tmp/report.html"
says "a report of what is not there" 1 "No such file" report -o "$tmp/report.html" "$tmp/nowhere.pcap"
result "leaves the last report" grep -qx old "$tmp/report.html"
says "a report into a missing folder" 1 "cannot be written" report -o "$tmp/none/report.html" $capture
: >"$tmp/events.jsonl"
"$peerwall" report "$tmp/events.jsonl" >"$tmp/out" 2>"$tmp/err"
result "an event log without events yet" test "$?: $(wc -c <"$tmp/err")" = "0: 0"

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
