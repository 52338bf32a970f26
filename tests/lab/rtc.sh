# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the scenarios with STUN, TURN and WebRTC share. Needs programs.sh.

# turn_server HOST NAME [OPTION…]: coturn on port 3478 (UDP, TCP) and 5349 (TLS, DTLS) of all addresses;
# user and password are "film".
turn_server() {
	local host=$1 name=$2 home
	shift 2

	uid_of "$name"
	home=$tmp/home-$name
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=turn.example \
		-keyout "$home/key.pem" -out "$home/cert.pem" 2>/dev/null
	chown "$uid:$uid" "$home/key.pem" "$home/cert.pem"
	spawn "$host" "$name" turnserver -n --lt-cred-mech --user film:film --realm turn.example \
		--cert "$home/cert.pem" --pkey "$home/key.pem" --userdb "$home/turndb" --pidfile "$home/pid" \
		--listening-ip "$(addr4 "$host")" --listening-ip "$(addr6 "$host")" \
		--relay-ip "$(addr4 "$host")" --relay-ip "$(addr6 "$host")" \
		--relay-threads 1 --no-cli --log-file stdout --no-rfc5780 "$@"
	wait_for 10 listens "$(ns "$host")" 3478 udp
}

# turn_echo HOST NAME SERVER PEER [OPTION…]: film_mb thousands of messages of 1000 bytes through the relay
# to turnutils_peer and back, 200 a second.
turn_echo() {
	local host=$1 name=$2 server=$3 peer=$4
	shift 4
	spawn "$host" "$name" turnutils_uclient -v -u film -w film -c -n "$((film_mb * 1000))" -l 1000 -z 5 -e "$peer" "$@" "$server"
}

# turn_echoed NAME: bytes that came back.
turn_echoed() {
	local bytes
	bytes=$(grep -o 'tot_recv_bytes ~ [0-9]*' "$tmp/$1.log" | tail -n 1 | tr -dc 0-9)
	echo "${bytes:-0}"
}
