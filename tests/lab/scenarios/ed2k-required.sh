# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: amule-daemon amule-utils python3
#
# aMule logs in at an eD2k server and fetches a file from an aMule there. All of it is obfuscated: the clients
# require it, and the server has it.

# shellcheck source=../ed2k.sh
. "$lab/ed2k.sh"

out=2
obfuscated_server=o2

labels() {
	owned server edonkey
	owned bert edonkey
	owned anna edonkey
}

setup() { ed2k_setup required; }

go() { amule_connect l1 anna o2 && amule_fetch l1 anna "$tmp/film.bin"; }

proved() { same_file "$tmp/film.bin" "$tmp/home-anna/down/film.bin"; }
payload() { arrived "$tmp/home-anna/down/film.bin"; }
versions() { version_of amule-daemon; version_of python3; }
