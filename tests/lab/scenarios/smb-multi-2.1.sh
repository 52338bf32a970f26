# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# smbclient begins with SMB 1 and offers everything; the server has nothing above 2.1.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

labels() { smb_labels smb2; }
setup() { smb_share o1 'server max protocol = SMB2_10'; }
go() { smb_get NT1 SMB3_11 "$(addr4 o1)" "${guest[@]}"; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
