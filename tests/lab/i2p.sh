# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# I2P routers in a network of their own: network number 77, nobody to reseed from. Needs net.sh.

# i2p_router HOST NAME TRANSPORT PORT [LINE…]: ready to start, with TRANSPORT (ntcp2 or ssu2) alone.
# Lines go to the end of its configuration: into the section of the web console, unless they open one.
i2p_router() {
	local host=$1 name=$2 transport=$3 port=$4 other=ssu2 address floodfill=false
	shift 4

	[ "$transport" = ntcp2 ] || other=ntcp2
	address=$(addr4 "$host")
	[ "${host#l}" = "$host" ] || address=198.18.0.1
	case $name in router[23]) floodfill=true ;; esac
	uid_of "$name"
	mkdir -p "$tmp/home-$name/netDb"
	cat >"$tmp/home-$name/i2pd.conf" <<-END
		log = stdout
		loglevel = info
		certsdir = /usr/share/i2pd/certificates
		pidfile = $tmp/home-$name/pid
		tunconf = $tmp/home-$name/tunnels.conf
		tunnelsdir = $tmp/home-$name/tunnels.d
		netid = 77
		host = $address
		port = $port
		nat = false
		reservedrange = false
		floodfill = $floodfill
		bandwidth = P
		[$other]
		enabled = false
		[$transport]
		enabled = true
		published = true
		port = $port
		[reseed]
		threshold = 0
		verify = false
		urls =
		yggurls =
		[exploratory]
		inbound.length = 1
		outbound.length = 1
		inbound.quantity = 2
		outbound.quantity = 2
		[addressbook]
		defaulturl =
		subscriptions =
		[httpproxy]
		enabled = false
		[socksproxy]
		enabled = false
		[sam]
		enabled = false
		[http]
		address = 127.0.0.1
		port = 7070
	END
	printf '%s\n' "$@" >>"$tmp/home-$name/i2pd.conf"
	touch "$tmp/home-$name/tunnels.conf"
	give "$name" "$tmp/home-$name"
}

i2p_start() { spawn "$1" "$2" i2pd --datadir="$tmp/home-$2" --conf="$tmp/home-$2/i2pd.conf"; }

# i2p_born HOST NAME: its keys and its router.info come into being; it is not left running.
i2p_born() {
	i2p_start "$1" "$2"
	wait_for 10 test -s "$tmp/home-$2/router.info" && sleep 0.2
	disown "$started"		# or the shell would tell of its end
	stop "$started" KILL
}

# i2p_acquaint NAME OTHER…: NAME has the router.info of these. Not both ways: two that call each other in the
# same moment are in each other's way.
i2p_acquaint() {
	local name=$1 other
	shift
	mkdir -p "$tmp/home-$name/netDb/rA"
	for other; do cp "$tmp/home-$other/router.info" "$tmp/home-$name/netDb/rA/routerInfo-$other.dat"; done
	give "$name" "$tmp/home-$name"
}

i2p_console() { in_ns "$(ns "$1")" curl -s --max-time 2 "http://127.0.0.1:7070/?page=$2"; }

# i2p_network TRANSPORT: router1, router2 and router3 outside; "router" of l1 is not started yet. On o1 lies a file, and a tunnel of router1 leads to it from $b32.
i2p_network() {
	local n

	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	i2p_router l1 router "$1" 23456
	for n in 1 2 3; do
		i2p_router "o$n" "router$n" "$1" "2345$n"
		i2p_born "o$n" "router$n"
	done
	i2p_acquaint router router1 router2 router3
	i2p_acquaint router1 router2 router3
	i2p_acquaint router2 router3
	cat >"$tmp/home-router1/tunnels.conf" <<-END
		[films]
		type = server
		host = 127.0.0.1
		port = 80
		keys = films.dat
		inbound.length = 1
		outbound.length = 0
		inbound.quantity = 2
		outbound.quantity = 2
	END
	i2p_start o3 router3
	i2p_start o2 router2
	lab_web o1 nginx "$tmp/files" || return
	for n in 1 2 3; do
		i2p_start o1 router1
		wait_for 14 i2p_published && return
		disown "$started"
		stop "$started" KILL
	done
	reason="the hidden server is not to be found"
	return 1
}

# Somebody else's floodfill has the lease set of the tunnel. It may go amiss, and is tried again only after minutes.
i2p_published() {
	b32=$(sed -n 's/.*films.* \([a-z2-7]*\.b32\.i2p\) created.*/\1/p' "$tmp/router1.log" | head -n 1)
	[ "$b32" ] && { i2p_console o2 leasesets; i2p_console o3 leasesets; } | grep -q "${b32%.b32.i2p}"
}

# i2p_get: l1's router starts, and the file is fetched through a tunnel of its own.
i2p_get() {
	cat >"$tmp/home-router/tunnels.conf" <<-END
		[films]
		type = client
		address = 127.0.0.1
		port = 8080
		destination = $b32
		inbound.length = 1
		outbound.length = 1
		inbound.quantity = 2
		outbound.quantity = 2
	END
	i2p_start l1 router
	wait_for 30 i2p_fetched
}

i2p_fetched() {
	in_ns "$(ns l1)" curl -sS --max-time 60 -o "$tmp/got.bin" http://127.0.0.1:8080/film.bin >>"$tmp/curl.log" 2>&1
}

i2p_got() { same_file "$tmp/files/film.bin" "$tmp/got.bin"; }
i2p_payload() { arrived "$tmp/got.bin"; }

i2p_labels() {
	local name
	for name in router router1 router2 router3; do owned "$name" i2p; done
}
