#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `make demo` shows: what is in the shipped captures and what a shipped
# policy would have done (as anybody); a gateway that holds a real download
# (as root, see live.sh); the report of both.

set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 1
export PEERWALL=${PEERWALL:-$PWD/build/peerwall}
# shellcheck source=show.sh
. "$here/show.sh"

policy=policies/home.yaml
report=demo-report.html
captures=(pcaps/p2p/* pcaps/plain/{dns,dtls,imap-detection,mqtt,mysql-allow,quic-043,rtsp}.pcap)
status=0

events=$(mktemp "${TMPDIR:-/tmp}/peerwall-demo.XXXXXX") || exit 1
trap 'rm -f "$events"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# can_make_namespaces [sudo -n]
can_make_namespaces() { "$@" unshare --net --mount true 2>/dev/null; }

# live: the gateway part, by whatever makes us root.
live() {
	local as_root=() why='this needs root'

	if [ "$(id -u)" != 0 ]; then
		as_root=(sudo -n)
		[ ! -t 0 ] || as_root=(sudo)
	fi
	if [ "$(id -u)" = 0 ]; then
		why='root may not make network namespaces here (a container?)'
	elif ! command -v sudo >/dev/null; then
		why='network namespaces need root, and sudo is not installed'
	else
		why='network namespaces need root, and sudo does not let us'
	fi

	if ! can_make_namespaces "${as_root[@]}"; then
		say "Left out: $why. As root, \`make demo\` shows all of it."
		return 0
	fi
	"${as_root[@]}" env PEERWALL="$PEERWALL" TERM="${TERM:-}" ${NO_COLOR:+NO_COLOR="$NO_COLOR"} \
		"$here/live.sh" "$events"
}

heading "1  What is in these captures, and what would this policy have done?"
say "\$ peerwall classify --policy $policy ${captures[0]} … (${#captures[@]} captures)"
say
"$PEERWALL" classify --policy "$policy" "${captures[@]}" || status=1

heading "2  The same engine holds a gateway"
live || status=1

heading "3  The report"
inputs=("${captures[@]}")
[ ! -s "$events" ] || inputs+=("$events")
if "$PEERWALL" report --policy "$policy" -o "$report" "${inputs[@]}"; then
	say "$report: $(amount "$(stat -c %s "$report")" B), one page for a browser."
else
	status=1
fi
exit $status
