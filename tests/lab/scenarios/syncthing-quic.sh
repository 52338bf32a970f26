# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: syncthing curl
#
# Two Syncthings share a folder over QUIC, on a port that is not Syncthing's, behind NAT.

# shellcheck source=../syncthing.sh
. "$lab/syncthing.sh"

nat=yes

labels() { sync_labels; }
setup() { sync_pair quic 34567 "$(addr4 o1)"; }
go() { sync_start l1 fetcher; }
proved() { sync_got; }
payload() { sync_payload; }
versions() { version_of syncthing; }
