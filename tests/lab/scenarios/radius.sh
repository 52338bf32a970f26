# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: freeradius freeradius-utils
#
# radclient asks FreeRADIUS whether somebody may come in, and accounts for it.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned client other:radius
	owned server other:radius
}

setup() {
	uid_of server
	cat >"$tmp/radiusd.conf" <<-END
		prefix = /usr
		libdir = /usr/lib/freeradius
		logdir = $tmp/home-server
		run_dir = $tmp/home-server
		security {
		allow_core_dumps = no
		}
		client lab {
		ipaddr = 0.0.0.0/0
		secret = secret
		}
		modules {
		pap {
		}
		always ok {
		rcode = ok
		}
		}
		server lab {
		listen {
		type = auth
		ipaddr = 0.0.0.0
		port = 1812
		}
		listen {
		type = acct
		ipaddr = 0.0.0.0
		port = 1813
		}
		authorize {
		update control {
		Cleartext-Password := "sesame"
		}
		pap
		}
		authenticate {
		pap
		}
		accounting {
		ok
		}
		}
	END
	mkdir "$tmp/radius"
	cp "$tmp/radiusd.conf" "$tmp/radius/radiusd.conf"
	spawn o1 server freeradius -f -l stdout -d "$tmp/radius" -D /usr/share/freeradius
	wait_for 10 listens "$(ns o1)" 1812 udp
}

go() {
	local n
	for n in 1 2 3 4 5; do
		echo "User-Name=anne$n,User-Password=sesame" | as_with_input l1 client timeout 5 radclient -x "$(addr4 o1)" auth secret
		echo "User-Name=anne$n,Acct-Status-Type=Start,Acct-Session-Id=$n" | as_with_input l1 client timeout 5 radclient -x "$(addr4 o1)" acct secret
	done >"$tmp/said" 2>&1
}

proved() { [ "$(grep -c 'Received Access-Accept' "$tmp/said")" = 5 ] && [ "$(grep -c 'Received Accounting-Response' "$tmp/said")" = 5 ]; }
versions() { version_of freeradius; version_of freeradius-utils; }
