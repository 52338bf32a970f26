# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: amule-daemon amule-utils python3
#
# aMule behind the gateway joins a Kad of four nodes outside, and fetches a file from one of them;
# no server; everything is obfuscated.

# shellcheck source=../ed2k.sh
. "$lab/ed2k.sh"

out=4

labels() { kad_labels; }

setup() { kad_setup required; }
go() { kad_go required ":131:$(cat "$tmp/home-bert/user-hash")"; }

proved() { same_file "$tmp/film.bin" "$tmp/home-anna/down/film.bin"; }
payload() { arrived "$tmp/home-anna/down/film.bin"; }
versions() { version_of amule-daemon; }
