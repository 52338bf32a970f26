# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: syncthing curl
#
# Two Syncthings share a folder over TCP (TLS) and IPv6; the one behind the gateway calls.

# shellcheck source=../syncthing.sh
. "$lab/syncthing.sh"

labels() { sync_labels; }
setup() { sync_pair tcp 22000 "[$(addr6 o1)]"; }
go() { sync_start l1 fetcher; }
proved() { sync_got; }
payload() { sync_payload; }
versions() { version_of syncthing; }
