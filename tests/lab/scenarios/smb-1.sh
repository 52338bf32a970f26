# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: samba samba-common-bin smbclient
#
# smbclient fetches a file with nothing but SMB 1 (NT LM 0.12).

# shellcheck source=../smb.sh
. "$lab/smb.sh"

labels() { smb_labels smb1; }
setup() { smb_share o1; }
go() { smb_get NT1 NT1 "$(addr4 o1)" "${guest[@]}"; }
proved() { smb_got; }
payload() { smb_payload; }
versions() { smb_versions; }
