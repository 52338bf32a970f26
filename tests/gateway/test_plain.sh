#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tests' own test: every scenario of the other files, through a gateway
# that only forwards. What fails here is no fault of peerwall's.

# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=programs.sh
. "$(dirname "$0")/programs.sh"

need ip ss curl nginx aria2c mktorrent opentracker transmission-daemon transmission-remote \
	smbd smbclient uhub eiskaltdcpp-daemon
network 1
lan=$(client)
mkdir "$tmp/files"
make_file "$tmp/files/film.bin" 20
web_server "$server" "$tmp/files" || exit 1

http_arrives() {
	fetch "$lan" "http://$1/film.bin" "$tmp/page" || fail "curl failed" || return
	same_file "$tmp/files/film.bin" "$tmp/page" || fail "the file is not the same"
}

swarm4() {
	make_torrent "$tmp/four.torrent" "$tmp/files/film.bin" "udp://$second4:6969/announce"
	tracker "$server" "$second4" "$tmp/four.torrent" || fail "no tracker" || return
	aria2 "$server" seeder "$tmp/files" "$tmp/four.torrent" 6881 "${seeding[@]}" || fail "no seeder"
}

swarm6() {
	make_torrent "$tmp/six.torrent" "$tmp/files/film.bin" "http://[$second6]/announce"
	static_tracker "$tmp/files/announce" 7881
	aria2 "$server" seeder6 "$tmp/files" "$tmp/six.torrent" 7881 "${seeding[@]}" || fail "no seeder"
}

torrent_arrives() {
	"swarm$1" || return
	aria2 "$lan" "leecher$1" "$tmp/got$1" "$2" "$3" "${fetching[@]}" || fail "no leecher" || return
	wait_for 30 same_file "$tmp/files/film.bin" "$tmp/got$1/film.bin" || fail "$(completed "$lan" "$3") bytes in 30 s"
}

# Both clients at the same tracker as above; TCP to the seeder is closed, so it must be uTP.
utp_arrives() {
	transmission "$server" utp-seeder "$tmp/files" 51413 --utp || fail "no seeder" || return
	transmission "$lan" utp-leecher "$tmp/utp" 51413 --utp || fail "no leecher" || return
	only_utp "$server" 51413
	remote "$server" 51413 -a "$tmp/four.torrent" >/dev/null
	wait_for 10 tracker_knows 2 || true
	remote "$lan" 51413 -a "$tmp/four.torrent" >/dev/null
	wait_for 60 same_file "$tmp/files/film.bin" "$tmp/utp/film.bin" ||
		fail "$(arrived "$tmp/utp/film.bin") bytes in 60 s"
}

smb_arrives() {
	rm -f "$tmp/page"
	smb_fetch "$lan" "$1" "$2" film.bin "$tmp/page" || fail "smbclient failed" || return
	same_file "$tmp/files/film.bin" "$tmp/page" || fail "the file is not the same"
}

hub_and_clients() {
	mkdir "$tmp/share"
	make_file "$tmp/share/song.bin" 2
	adc_hub "$server" || fail "no hub" || return
	dc_client "$lan" anna 10.77.1.2 || fail "no client anna" || return
	dc_client "$server" bert "$server4" || fail "no client bert" || return
	dc_share "$server" "$tmp/share" || fail "not hashed" || return
	dc_join "$server" "adc://$server4:1511"
	dc_join "$lan" "adc://$server4:1511"
	wait_for 60 dc_sees "$lan" "adc://$server4:1511" bert || fail "anna does not see bert"
}

dc_search_answers() {
	dc_search "$lan" song
	wait_for 60 dc_found "$lan" song || fail "nothing found"
}

dc_file_arrives() {
	dc_ask_list "$lan" "adc://$server4:1511" bert
	wait_for 60 dc_has_list "$lan" || fail "no file list" || return
	dc_get "$lan" song.bin "$tmp/anna/down" || fail "the file is not in the list" || return
	wait_for 60 same_file "$tmp/share/song.bin" "$tmp/anna/down/song.bin" || fail "the file did not come"
}

case_of "plain: HTTP over IPv4" http_arrives "$server4"
case_of "plain: HTTP over IPv6" http_arrives "[$server6]"
case_of "plain: BitTorrent over IPv4, UDP tracker" torrent_arrives 4 "$tmp/four.torrent" 6881
case_of "plain: BitTorrent over IPv6, HTTP tracker" torrent_arrives 6 "$tmp/six.torrent" 7881
case_of "plain: BitTorrent over uTP" utp_arrives

smb_server "$server" "$tmp/files" || exit 1
for dialect in NT1 SMB2_02 SMB2_10 SMB3_11; do
	case_of "plain: $dialect over IPv4" smb_arrives $dialect "$server4"
	case_of "plain: $dialect over IPv6" smb_arrives $dialect "$server6"
done

case_of "plain: Direct Connect hub with two users" hub_and_clients
case_of "plain: Direct Connect search" dc_search_answers
case_of "plain: Direct Connect file between users" dc_file_arrives
finish
