# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba smbclient
#
# nmbd announces itself to the browser of another network: NetBIOS datagrams.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

labels() {
	owned browser netbios
	owned announcer netbios
}

setup() {
	name_server o1 browser BROWSER 'local master = yes' 'preferred master = yes' 'os level = 65' &&
		wait_for 60 is_master
}

is_master() { grep -q 'is now a local master browser' "$tmp/browser.log"; }

go() { name_server l1 announcer FILMS 'local master = no' "remote announce = $(addr4 o1)/LAB"; }

proved() { grep -q 'host_announce.*FILMS' "$tmp/browser.log"; }
versions() { version_of samba; }
