# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# SMB 1 over a NetBIOS session: port 139, and a session request first.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

nat=yes

labels() { smb_labels smb1; }
setup() { smb_share o1; }
go() { smb_get NT1 NT1 "$(addr4 o1)" "${guest[@]}" -p 139; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
