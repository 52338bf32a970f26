# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: prosody go-sendxmpp openssl
#
# One sends messages over Prosody, another reads them: XMPP with STARTTLS.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
lan=2
known_as o1

labels() {
	owned anne other:xmpp
	owned bob other:xmpp
	owned prosody other:xmpp
}

setup() {
	local who
	certificate server.test o1
	mkdir -p "$tmp/home-prosody/data"
	chown -R prosody "$tmp/home-prosody"
	cat >"$tmp/prosody.cfg.lua" <<-END
		daemonize = false
		prosody_user = "prosody"
		pidfile = "$tmp/home-prosody/pid"
		data_path = "$tmp/home-prosody/data"
		certificates = "$tmp"
		modules_enabled = { "roster", "saslauth", "tls", "disco", "offline" }
		modules_disabled = { "s2s" }
		authentication = "internal_plain"
		interfaces = { "0.0.0.0" }
		log = { info = "*console" }
		VirtualHost "server.test"
		ssl = { certificate = "$tmp/server.test.pem", key = "$tmp/server.test.key" }
	END
	for who in anne bob; do
		as_user o1 prosody prosody prosodyctl --config "$tmp/prosody.cfg.lua" register $who server.test secret >>"$tmp/register.log" 2>&1
	done
	spawn_as_user o1 prosody prosody prosody --config "$tmp/prosody.cfg.lua" -F
	wait_for 10 listens "$(ns o1)" 5222
}

go() {
	local n
	spawn l2 bob sh -c "timeout 15 go-sendxmpp -u bob@server.test -p secret -j server.test:5222 -n -l >$tmp/heard"
	sleep 1
	for n in 1 2 3; do
		echo "message $n" | as_with_input l1 anne timeout 5 go-sendxmpp -u anne@server.test -p secret -j server.test:5222 -n bob@server.test
	done
}

proved() { [ "$(grep -c 'message [123]' "$tmp/heard")" = 3 ]; }
versions() { version_of prosody; version_of go-sendxmpp; }
