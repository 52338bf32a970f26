# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# GNUnet peers that know each other and nobody else. Needs net.sh.

# gnunet_peer HOST NAME: on TCP port 2086 of the host's IPv4 address, and nothing but that.
gnunet_peer() {
	local host=$1 name=$2 home
	uid_of "$name"
	home=$tmp/home-$name
	cat >"$home/gnunet.conf" <<-END
		[PATHS]
		GNUNET_HOME = $home
		GNUNET_RUNTIME_DIR = $home/run
		GNUNET_USER_RUNTIME_DIR = $home/run
		GNUNET_TMP = $home/tmp
		[arm]
		START_SYSTEM_SERVICES = YES
		START_USER_SERVICES = NO
		[transport]
		PLUGINS = tcp
		[transport-tcp]
		PORT = 2086
		BINDTO = $(addr4 "$host")
		[hostlist]
		OPTIONS =
		SERVERS =
	END
	spawn "$host" "$name" "$(find /usr/lib -name gnunet-service-arm)" -c gnunet.conf
	wait_for 15 listens "$(ns "$host")" 2086
}

# gnunet_hello HOST NAME: where that peer is, as a link.
gnunet_hello() { as "$1" "$2" gnunet-peerinfo -c gnunet.conf -g 2>&1 | grep -o 'gnunet://hello/[^ ]*2086'; }

gnunet_has_hello() { [ "$(gnunet_hello "$@")" ]; }

# gnunet_meet HOST NAME LINK
gnunet_meet() { as "$1" "$2" gnunet-peerinfo -c gnunet.conf -p "$3"; }

# gnunet_knows HOST NAME: there is a connection, and keys have been exchanged on it.
gnunet_knows() { as "$1" "$2" timeout 3 gnunet-core -c gnunet.conf | grep -q 'connection established'; }
