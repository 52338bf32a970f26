# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# SMB 2.1 over a NetBIOS session: port 139, and a session request first.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

labels() { smb_labels smb2; }
setup() { smb_share o1; }
go() { smb_get SMB2_02 SMB2_10 "$(addr4 o1)" "${guest[@]}" -p 139; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
