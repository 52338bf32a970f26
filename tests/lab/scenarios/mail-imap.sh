# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: dovecot-imapd curl openssl
#
# curl leaves three messages in a mailbox of Dovecot over IMAP, lists it and fetches them over IMAPS, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned curl other:imap
	owned dovecot other:imap
}

setup() {
	local n
	for n in 1 2 3; do mail_message "$n" >"$tmp/mail$n"; done
	mail_store o1 dovecot imap
}

go() {
	local n url
	url=$(addr4 o1)
	for n in 1 2 3; do as l1 curl curl -sS --max-time 8 -u anne:secret -T "$tmp/mail$n" "imap://$url/INBOX" || return; done
	as l1 curl curl -sS --max-time 8 -u anne:secret "imap://$url/INBOX" -X 'FETCH 1:* (FLAGS)' >"$tmp/list"
	for n in 1 2 3; do
		as l1 curl curl -sS --max-time 8 -u anne:secret --cacert "$tmp/mail.pem" "imaps://$url/INBOX;MAILINDEX=$n" >"$tmp/got$n"
	done
}

proved() {
	local n
	for n in 1 2 3; do same_file "$tmp/mail$n" "$tmp/got$n" || return; done
	[ "$(grep -c FETCH "$tmp/list")" = 3 ]
}
versions() { version_of dovecot-imapd; version_of curl; }
