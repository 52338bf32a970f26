#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `make demo` shows: what is in the shipped captures and what a shipped
# policy would have done (as anybody); a gateway that holds a real download
# (as root, live.sh); the report of both.

set -u
demo=$(cd "$(dirname "$0")" && pwd)
cd "$demo/../.." || exit 1
export PEERWALL=${PEERWALL:-$PWD/build/peerwall}
# shellcheck source=show.sh
. "$demo/show.sh"

policy=policies/home.yaml
report="demo-report.html"
captures=(pcaps/p2p/* pcaps/plain/{dns,dtls,imap-detection,mqtt,mysql-allow,quic-043,rtsp}.pcap)
programs=(ip ss unshare sysctl curl nginx aria2c mktorrent opentracker)
status=0

tmp=$(mktemp -d "${TMPDIR:-/tmp}/peerwall-demo.XXXXXX") || exit 1
events=$tmp/events.jsonl
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# An ordinary user's path lacks the folders where Debian keeps half of them.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# --- the gateway --------------------------------------------------------------

as_root=()	# what makes us root, if we are not
obstacle=	# why there will be no gateway

may_make_namespaces() { "${as_root[@]}" unshare --net --mount true 2>/dev/null; }

look_for_obstacles() {
	local program

	for program in "${programs[@]}"; do
		command -v "$program" >/dev/null || obstacle="$program is not installed"
	done
	[ -z "$obstacle" ] || return

	if [ "$(id -u)" = 0 ]; then
		may_make_namespaces || obstacle="root may not make network namespaces here (a container?)"
		return
	fi
	if ! command -v sudo >/dev/null; then
		obstacle="its network namespaces need root, and there is no sudo"
		return
	fi
	as_root=(sudo)
	[ -t 0 ] || as_root=(sudo -n)	# nobody could type the password
	may_make_namespaces || obstacle="its network namespaces need root, and sudo said no"
}

live() {
	look_for_obstacles
	if [ "$obstacle" ]; then
		say "Left out is the live gateway: $obstacle."
		return
	fi
	: >"$events"
	"${as_root[@]}" env PEERWALL="$PEERWALL" ${NO_COLOR:+NO_COLOR="$NO_COLOR"} \
		"$demo/live.sh" "$events"
}

# --- the demonstration --------------------------------------------------------

heading "1  What is in these captures, and what would this policy have done?"
say "\$ peerwall classify --policy $policy pcaps/p2p/* pcaps/plain/{dns,dtls,imap,…}"
say
"$PEERWALL" classify --policy "$policy" "${captures[@]}" || status=1

heading "2  The same engine holds a gateway"
live || status=1

heading "3  The report"
inputs=("${captures[@]}")
named="captures"
if [ -s "$events" ]; then
	inputs+=("$events")
	named="captures, event log"
fi
say "\$ peerwall report --policy $policy -o $report …    ($named)"
say
if "$PEERWALL" report --policy "$policy" -o "$report" "${inputs[@]}"; then
	say "$report: $(amount "$(stat -c %s "$report")" B), one page for a browser."
else
	status=1
fi
exit $status
