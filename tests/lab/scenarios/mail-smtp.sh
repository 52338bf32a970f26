# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: opensmtpd swaks curl
#
# swaks sends a message to OpenSMTPD, curl another over IPv6; both end up in a mailbox. No STARTTLS: the
# server and the OpenSSL of Debian 12 do not get along.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned swaks other:smtp
	owned curl other:smtp
	owned smtpd other:smtp
}

setup() {
	mail_message 1 >"$tmp/mail1"
	mkdir "$tmp/mail"
	chown mail "$tmp/mail"
	cat >"$tmp/smtpd.conf" <<-END
		listen on 0.0.0.0 port 25 hostname server.test
		listen on :: port 25 hostname server.test
		action "keep" maildir "$tmp/mail" virtual { "@" = mail }
		match from any for any action "keep"
	END
	belongs_to o1 smtpd opensmtpd
	spawn_apart o1 smtpd "/var/spool/smtpd /run" sh -c "chmod 711 /var/spool/smtpd && exec smtpd -d -f $tmp/smtpd.conf"
	wait_for 10 listens "$(ns o1)" 25
}

go() {
	as l1 swaks timeout 10 swaks --server "$(addr4 o1)" --from anne@server.test --to bob@server.test \
		--header "Subject: by swaks" --body "$tmp/mail1" >"$tmp/swaks.log" 2>&1
	as l1 curl curl -sSg --max-time 8 --mail-from anne@server.test --mail-rcpt bob@server.test \
		-T "$tmp/mail1" "smtp://[$(addr6 o1)]/lab"
}

proved() { grep -rqs 'Subject: by swaks' "$tmp/mail/new" && grep -rqs 'Subject: number 1' "$tmp/mail/new"; }
versions() { version_of opensmtpd; version_of swaks; version_of curl; }
