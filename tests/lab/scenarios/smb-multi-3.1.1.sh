# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# smbclient begins with SMB 1 and offers everything; the server takes 3.1.1.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

loss_percent=1

labels() { smb_labels smb3; }
setup() { smb_share o1; }
go() { smb_get NT1 SMB3_11 "$(addr4 o1)" "${guest[@]}"; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
