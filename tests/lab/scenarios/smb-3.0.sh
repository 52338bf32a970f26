# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# smbclient offers everything from SMB 2.0.2 to 3.0, over a line with delay.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

delay_ms=10

labels() { smb_labels smb3; }
setup() { smb_share o1; }
go() { smb_get SMB2_02 SMB3_00 "$(addr4 o1)" "${guest[@]}"; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
