# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# smbclient offers SMB 2.0.2 alone.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

nat=yes

labels() { smb_labels smb2; }
setup() { smb_share o1; }
go() { smb_get SMB2_02 SMB2_02 "$(addr4 o1)" "${guest[@]}"; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
