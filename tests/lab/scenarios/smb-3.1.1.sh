# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# smbclient as it is out of the box: SMB 2.0.2 to 3.1.1; 3.1.1 it is. IPv6.

# shellcheck source=../smb.sh
. "$lab/smb.sh"

labels() { smb_labels smb3; }
setup() { smb_share o1; }
go() { smb_get SMB2_02 SMB3_11 "$(addr6 o1)" "${guest[@]}"; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
