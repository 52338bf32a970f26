# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# The server wants all of the session encrypted; the user has a password.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

nat=yes

labels() { smb_labels smb3; }
setup() { smb_share o1 'server smb encrypt = required'; }
go() { smb_get SMB3_11 SMB3_11 "$(addr4 o1)" "${user[@]}" --client-protection=encrypt; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
