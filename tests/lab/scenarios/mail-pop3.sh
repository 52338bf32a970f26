# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: dovecot-pop3d curl openssl
#
# curl fetches two messages from Dovecot over POP3, then over POP3 with STARTTLS and POP3S over IPv6.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned curl other:pop3
	owned dovecot other:pop3
}

setup() {
	local n
	mkdir -p "$tmp/mail/new" "$tmp/mail/cur" "$tmp/mail/tmp"
	for n in 1 2; do
		mail_message "$n" >"$tmp/mail$n"
		cp "$tmp/mail$n" "$tmp/mail/new/$n.lab"
	done
	mail_store o1 dovecot pop3
}

go() {
	local n
	for n in 1 2; do
		as l1 curl curl -sS --max-time 8 -u anne:secret "pop3://$(addr4 o1)/$n" >"$tmp/plain$n"
		as l1 curl curl -sS --max-time 8 -u anne:secret --ssl-reqd --cacert "$tmp/mail.pem" "pop3://$(addr4 o1)/$n" >"$tmp/starttls$n"
		as l1 curl curl -sSg --max-time 8 -u anne:secret --cacert "$tmp/mail.pem" "pop3s://[$(addr6 o1)]/$n" >"$tmp/tls$n"
	done
}

proved() {
	local n kind
	for n in 1 2; do
		for kind in plain starttls tls; do same_file "$tmp/mail$n" "$tmp/$kind$n" || return; done
	done
}
versions() { version_of dovecot-pop3d; version_of curl; }
