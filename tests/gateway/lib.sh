# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What every gateway test begins with: cases and their closing line, bounded
# waits, a throw-away network of namespaces, and a clean-up that runs however
# the script ends.
#
#     client1 ── lan1 ┐
#                     gateway ── wan ── server
#     client2 ── lan2 ┘
#
# LAN hosts are 10.77.N.2 and fd00:77:N::2; the server is 10.88.0.2 and
# fd00:88::2, with 10.88.0.3 and fd00:88::3 as second addresses. No namespace
# has a way out, and all names carry the number of this process.

set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)

server4=10.88.0.2
server6=fd00:88::2
second4=10.88.0.3
second6=fd00:88::3

tmp=
run_dir=		# peerwall's --runtime-dir
namespaces=()
running=()		# processes of this script, in the order of their start
started=		# the newest of them

passed=0 failed=0 skipped=0
reason=
todo_exit=
counts=yes		# the script ends with its closing line

# --- cases --------------------------------------------------------------------

# In a case: `fail SENTENCE || return`, `skip SENTENCE || return`.
fail() { reason=$*; return 1; }
skip() { reason=$*; return 77; }

# case_of NAME FUNCTION [ARGUMENT…]: runs one case and counts it.
case_of() {
	local name=$1 status
	shift
	reason='no reason given'
	"$@" && status=0 || status=$?

	case $status in
	0)	passed=$((passed + 1)); echo "ok $name" ;;
	77)	skipped=$((skipped + 1)); echo "skip $name: $reason" ;;
	*)	failed=$((failed + 1)); echo "FAIL $name: $reason"; show_logs ;;
	esac
}

# The last call of a script.
finish() {
	todo_exit=$((failed > 0))
	exit "$todo_exit"
}

# quiet_end: this is no test and has no closing line; done_quietly is its last call.
quiet_end() { counts=; }
done_quietly() { todo_exit=0; exit 0; }

# skip_all REASON: for a script that cannot run here at all.
skip_all() {
	skipped=$((skipped + 1))
	echo "skip $(basename "$0" .sh): $*"
	todo_exit=0
	exit 0
}

# need PROGRAM…: without root or one of the programs, everything is skipped.
need() {
	local program

	[ "$(id -u)" = 0 ] || skip_all "needs root, for network namespaces"

	for program in "$@"; do
		command -v "$program" >/dev/null || skip_all "$program is not installed (make deps)"
	done
}

# What the programs said last, where a case has failed.
show_logs() {
	local log

	[ "${QUIET:-}" ] && return
	for log in "$tmp"/*.log; do
		[ -s "$log" ] || continue
		echo "  --- $(basename "$log")"
		tail -n 12 "$log" | tr -d '\r' | cut -c 1-200 | sed 's/^/  | /'
	done
}

# --- waiting ------------------------------------------------------------------

# wait_for SECONDS COMMAND…: true as soon as the command is.
wait_for() {
	local end=$((SECONDS + $1))
	shift

	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.1
	done
}

is_running() { kill -0 "$1" 2>/dev/null; }
is_gone() { ! is_running "$1"; }

# --- the network --------------------------------------------------------------

client() { echo "pw$$c${1:-1}"; }
gateway="pw$$g"
server="pw$$s"

# in_ns NAMESPACE COMMAND…
in_ns() {
	local ns=$1
	shift
	ip netns exec "$ns" "$@"
}

add_namespace() {
	namespaces+=("$1")		# first, or an interrupt now would leave it behind
	ip netns add "$1" || return
	ip -n "$1" link set lo up
	in_ns "$1" sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
	[ -z "${CONGESTION:-}" ] || in_ns "$1" sysctl -qw net.ipv4.tcp_congestion_control="$CONGESTION"
}

# join NS DEVICE ADDRESS4 ADDRESS6 PEER-NS PEER-DEVICE PEER-ADDRESS4 PEER-ADDRESS6
join() {
	ip link add "$2" netns "$1" type veth peer name "$6" netns "$5" || return
	ip -n "$1" addr add "$3" dev "$2"
	ip -n "$1" addr add "$4" dev "$2" nodad
	ip -n "$5" addr add "$7" dev "$6"
	ip -n "$5" addr add "$8" dev "$6" nodad
	ip -n "$1" link set "$2" up
	ip -n "$5" link set "$6" up
}

links_are_up() {
	local ns

	for ns in "${namespaces[@]}"; do
		ip -n "$ns" -o link show type veth | grep -qv 'state UP' && return 1
		ip -n "$ns" -6 addr show tentative | grep -q . && return 1
	done
	return 0
}

# network [HOSTS]: the namespaces above, with so many LAN hosts.
network() {
	local hosts=${1:-1} n ns

	tmp=$(mktemp -d "${TMPDIR:-/tmp}/peerwall-test.XXXXXX") || exit 1
	chmod 755 "$tmp"		# programs that drop root must get through
	run_dir=$tmp/run

	add_namespace "$gateway" || exit 1
	add_namespace "$server" || exit 1
	join "$server" eth0 "$server4/24" "$server6/64" "$gateway" wan 10.88.0.1/24 fd00:88::1/64
	ip -n "$server" addr add "$second4/24" dev eth0
	ip -n "$server" addr add "$second6/64" dev eth0 nodad
	ip -n "$server" route add default via 10.88.0.1
	ip -n "$server" route add default via fd00:88::1

	for ((n = 1; n <= hosts; n++)); do
		ns=$(client $n)
		add_namespace "$ns" || exit 1
		join "$ns" eth0 "10.77.$n.2/24" "fd00:77:$n::2/64" \
			"$gateway" "lan$n" "10.77.$n.1/24" "fd00:77:$n::1/64"
		ip -n "$ns" route add default via "10.77.$n.1"
		ip -n "$ns" route add default via "fd00:77:$n::1"
	done

	in_ns "$gateway" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	wait_for 5 links_are_up || { echo "the network did not come up"; exit 1; }
}

# start NAMESPACE NAME COMMAND…: runs it in the background, its output in
# $tmp/NAME.log, its process number in $started. In a session of its own: smbd, for one,
# ends its whole process group when it is told to go.
start() {
	local ns=$1 name=$2
	shift 2
	setsid ip netns exec "$ns" "$@" >>"$tmp/$name.log" 2>&1 </dev/null &
	started=$!
	running+=("$started")
}

# stop PID [SIGNAL]: ends it, and is back with its status when it is gone.
stop() {
	kill -"${2:-TERM}" "$1" 2>/dev/null
	wait_for 5 is_gone "$1" || kill -KILL "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

# listens NAMESPACE PORT [tcp|udp]
listens() {
	local family=${3:-tcp}
	in_ns "$1" ss -Hln "--$family" "sport = :$2" | grep -q .
}

# received NAMESPACE: bytes its eth0 has taken in since it was made.
received() { in_ns "$1" cat /sys/class/net/eth0/statistics/rx_bytes; }

# --- the end ------------------------------------------------------------------

# take_down: ends every process, and takes namespaces and files away.
take_down() {
	local ns

	# shellcheck disable=SC2046
	kill -TERM "${running[@]}" $(jobs -p) 2>/dev/null
	signal_namespaces TERM			# what daemons have forked
	wait_for 3 no_process_left || { signal_namespaces KILL; wait_for 3 no_process_left; }
	for ns in "${namespaces[@]}"; do
		ip netns del "$ns" 2>/dev/null
		rm -rf "/etc/netns/$ns"
	done
	[ "$tmp" ] && [ -z "${KEEP:-}" ] && rm -rf "$tmp"
}

signal_namespaces() {
	local ns pid

	for ns in "${namespaces[@]}"; do
		for pid in $(ip netns pids "$ns" 2>/dev/null); do
			kill -"$1" "$pid" 2>/dev/null
		done
	done
}

no_process_left() {
	local ns

	for ns in "${namespaces[@]}"; do
		[ -z "$(ip netns pids "$ns" 2>/dev/null)" ] || return 1
	done
}

clean_up() {
	local status=$?

	no_signals
	trap - EXIT
	take_down
	[ -z "$todo_exit" ] && [ "$status" != 0 ] && failed=$((failed + 1)) &&
		echo "FAIL $(basename "$0" .sh): ended early, status $status"
	[ -z "$counts" ] || echo "$passed passed, $failed failed, $skipped skipped"
	exit "$status"
}

# Ctrl-C often comes twice, from the terminal and from who waits for this script, and takes
# along who reads its output. Neither may end the shell while it cleans up.
no_signals() { trap '' INT TERM HUP PIPE; }

trap clean_up EXIT
trap 'no_signals; exit 130' INT
trap 'no_signals; exit 143' TERM HUP
