# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# smbclient offers SMB 2.0.2 and 2.1 over IPv6; 2.1 it is.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

labels() { smb_labels smb2; }
setup() { smb_share o1; }
go() { smb_get SMB2_02 SMB2_10 "$(addr6 o1)" "${guest[@]}"; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
