# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs python3
# npm: slsk-client
#
# slsk-client behind NAT logs in at a Soulseek server and searches; by way of the server the peer asks it to call,
# which brings the results; then it fetches the file. Server and peer are the small ones of slsk.py.

# shellcheck source=../soulseek.sh
. "$lab/soulseek.sh"

out=2
nat=yes

labels() { slsk_labels; }
setup() { slsk_setup indirect; }
go() { slsk_go; }

proved() { same_file "$tmp/film.bin" "$tmp/home-anna/film.bin"; }
payload() { arrived "$tmp/home-anna/film.bin"; }
versions() { node_version_of slsk-client; version_of python3; }
