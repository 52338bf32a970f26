#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# peerwall check: exit codes, what goes to which stream, JSON, and (as root) the kernel.

set -u
cd "$(dirname "$0")/../.." || exit 1
peerwall=${PEERWALL:-$PWD/build/peerwall}
# shellcheck source=../result.sh
. tests/result.sh
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

good=tests/policy/good/everything.yaml
bad=tests/policy/bad/rate-for-no-host.yaml

# expect CODE SENTENCE ARGUMENT…: runs peerwall check and holds its exit code against CODE.
expect() {
	local code=$1 sentence=$2 status
	shift 2
	timeout 60 "$peerwall" check "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
	result "$sentence" [ $status = "$code" ]
}

is_silent() { [ ! -s "$tmp/$1" ]; }

is_json() {
	python3 - "$tmp/out" <<-'END'
		import json, sys
		lines = [json.loads(line) for line in open(sys.argv[1])]
		good, bad = lines
		assert good["right"] and not good["complaints"] and len(good["rules"]) == 5
		assert good["rules"][2]["rate_bps"] == 1500000 and good["rules"][2]["per_host"]
		assert good["kernel"] is None
		assert not bad["right"] and len(bad["complaints"]) == 2 and not bad["rules"]
	END
}

expect 0 "a right policy" --no-kernel "$good"
result "says nothing else" is_silent err
result "prints the rule, its rate and its hosts" grep -qE \
	'^lab is free +12 +allow +port +- +all +10\.20\.0\.0/24, 2001:db8::/32, not 10\.20\.0\.128/25$' "$tmp/out"
expect 1 "a wrong policy" --no-kernel "$bad"
result "complaints go to the standard error output" cmp -s "$tmp/err" "${bad%.yaml}.expected"
result "and nothing to the standard output" is_silent out
expect 1 "one wrong policy among right ones" --no-kernel "$good" "$bad" policies/home.yaml
result "the right ones are shown" [ "$(grep -c ': right, ' "$tmp/out")" = 2 ]
expect 1 "JSON" --no-kernel --json "$good" "$bad"
result "one object a policy" is_json
expect 0 "the shipped policies" --no-kernel policies/*.yaml
result "no rule of theirs is hidden, or leaves hidden torrents out" [ "$(grep note: "$tmp/out" | grep -vc 'without "lan"')" = 0 ]
result "each asks for the interfaces of the LAN" [ "$(grep -c 'note: without "lan"' "$tmp/out")" = 4 ]
expect 2 "no policy named"
expect 2 "an unknown option" --colour "$good"
expect 0 "help" --help
result "help goes to the standard output" is_silent err

printf 'version: 1\nrules:\n  - {name: a, action: block}\n  - {name: b, from: certain, action: allow}\n' \
	>"$tmp/hidden.yaml"
expect 0 "a rule that never acts is no mistake" --no-kernel "$tmp/hidden.yaml"
result "but is noted" grep -q "hidden.yaml:4: note: rule \"b\" never acts" "$tmp/out"

printf 'version: 1\ngateway: {lan: [lan0]}\nrules:\n  - {name: a, protocols: [bittorrent], from: certain, action: block}\n' >"$tmp/certain.yaml"
expect 0 "a rule that leaves hidden torrents out is no mistake" --no-kernel "$tmp/certain.yaml"
result "but is noted" grep -q "certain.yaml:4: note: rule \"a\" stops proven BitTorrent alone: .* from: likely stops that too$" "$tmp/out"
expect 0 "in JSON too" --no-kernel --json "$tmp/certain.yaml"
result "as a note" grep -q '"notes":\["[^"]*certain.yaml:4: note: ' "$tmp/out"
printf '  - {name: b, protocols: [file-sharing], from: likely, action: throttle, rate: 1 mbit/s}\n' >>"$tmp/certain.yaml"
expect 0 "one behind it that takes what is likely" --no-kernel "$tmp/certain.yaml"
result "takes the note away" [ "$(grep -c note: "$tmp/out")" = 0 ]

printf 'version: 1\nrules:\n  - {name: a, protocols: [hidden-p2p], from: certain, action: report}\n' >"$tmp/guess.yaml"
expect 0 "hidden-p2p from certain on is no mistake" --no-kernel "$tmp/guess.yaml"
result "but is noted" grep -q "guess.yaml:3: note: rule \"a\" never acts on hidden-p2p" "$tmp/out"
printf 'version: 1\ngateway: {lan: [lan0]}\nrules:\n  - {name: a, protocols: [bittorrent], action: block}\n' >"$tmp/plain.yaml"
expect 0 "a plain block" --no-kernel "$tmp/plain.yaml"
result "is from likely on" grep -qE '^a +4 +block +likely ' "$tmp/out"

own=tests/policy/good/signatures.yaml
expect 0 "signatures of its own" --no-kernel --captures pcaps/plain "$own"
result "say nothing else" is_silent err
expect 1 "no captures to try them on" --no-kernel --captures "$tmp/none" "$own"
result "says what to do" grep -q "^$own: its signatures cannot be tried .* name their folder with --captures$" "$tmp/err"
expect 0 "none are needed without signatures" --no-kernel --captures "$tmp/none" "$good"

cat >"$tmp/fires.yaml" <<-'END'
	version: 1
	rules: [{action: report}]
	signatures:
	  - {protocol: campus-a, category: games, transport: udp, bytes: 01020304, matches: [01020304], matches-not: [02]}
	  - name: too broad
	    protocol: campus-b
	    category: games
	    transport: tcp
	    bytes: '"HTTP/1.1 "'
	    matches: ['"HTTP/1.1 "']
	    matches-not: ['"HTTP/1.0 "']
END
expect 1 "a signature that plain traffic has" --no-kernel --captures pcaps/plain "$tmp/fires.yaml"
result "is named with its place and the capture" grep -qE \
	'fires\.yaml:5:5: signature "too broad" matches packet [0-9]+ of [^ ]+\.(pcap|cap|pcapng), which is plain traffic; compare more bytes$' "$tmp/err"
result "and only that" [ "$(wc -l <"$tmp/err")" = 1 ]
expect 1 "in JSON too" --no-kernel --json --captures pcaps/plain "$tmp/fires.yaml"
result "as a complaint" grep -q '"right":false,"complaints":\["[^"]*: signature .*too broad' "$tmp/out"

sed -n '/^# signatures:/,/^$/s/^# //p' policies/school.yaml >"$tmp/example"
{ cat "$tmp/example"; printf 'version: 1\nrules: [{protocols: [campus-game], action: report}]\n'; } >"$tmp/example.yaml"
expect 0 "the example that a shipped policy has in comments" --no-kernel --captures pcaps/plain "$tmp/example.yaml"

# What turns the writing direction would make a rule read as another one.
turned=$'\xe2\x80\xae'
printf 'version: 1\nrules: [{name: "a%sb", protocols: [bittorrent], from: certain, action: block}]\n' "$turned" >"$tmp/turned.yaml"
expect 0 "a name that turns the writing direction" --no-kernel "$tmp/turned.yaml"
result "is not printed so" eval '! grep -q "$turned" "$tmp/out"'
printf 'version: 1\nrules: [{name: a, "fr%som": likely, action: block}]\n' "$turned" >"$tmp/turned.yaml"
expect 1 "a key that turns the writing direction" --no-kernel "$tmp/turned.yaml"
result "is complained of without it" eval '! grep -q "$turned" "$tmp/err"'

if unshare --net true 2>/dev/null; then
	before=$(nft list tables 2>/dev/null)
	expect 0 "the kernel takes the shipped policies" policies/*.yaml
	result "says so of each" [ "$(grep -c '^this kernel takes it' "$tmp/out")" = 4 ]
	expect 0 "the kernel takes every right policy" --captures pcaps/plain tests/policy/good/*.yaml
	result "this network namespace is as before" [ "$(nft list tables 2>/dev/null)" = "$before" ]
else
	echo "skip the kernel takes the policies: no right to make a network namespace"
	skipped=$((skipped + 1))
fi

if runuser -u nobody true 2>/dev/null; then
	cp "$peerwall" "$good" "$tmp" && chmod -R a+rX "$tmp"
	timeout 60 runuser -u nobody -- "$tmp/peerwall" check "$tmp/everything.yaml" \
		>"$tmp/out" 2>"$tmp/err"
	status=$?
	result "without rights it fails" [ $status = 1 ]
	result "and says what to do" grep -q -e --no-kernel "$tmp/err"
else
	echo "skip without rights: not root, or no user nobody"
	skipped=$((skipped + 1))
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
