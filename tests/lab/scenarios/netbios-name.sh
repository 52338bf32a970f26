# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# nmblookup asks the name server of another network (unicast) for a name, and then
# for the list of all its names.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

nat=yes

labels() {
	owned nmblookup netbios
	owned nmbd netbios
}

# It takes its names some seconds after its start.
setup() { name_server o1 nmbd FILMS && wait_for 30 has_name; }
has_name() { grep -q "name FILMS<00> .* to subnet $(addr4 o1)" "$tmp/nmbd.log"; }

go() {
	as l1 nmblookup timeout 5 nmblookup -s /dev/null -U "$(addr4 o1)" --recursion FILMS >"$tmp/nmblookup.log" 2>&1
	as l1 nmblookup timeout 5 nmblookup -s /dev/null -A "$(addr4 o1)" >>"$tmp/nmblookup.log" 2>&1
}

proved() { grep -q "^$(addr4 o1) FILMS<00>" "$tmp/nmblookup.log" && grep -q 'FILMS *<20>' "$tmp/nmblookup.log"; }
versions() { version_of samba; version_of samba-common-bin nmblookup; }
