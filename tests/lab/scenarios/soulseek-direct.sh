# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nodejs python3
# npm: slsk-client
#
# slsk-client behind the gateway logs in at a Soulseek server, searches, is visited with the results, and fetches the
# file. Server and peer are the small ones of slsk.py: slsk-client cannot upload.

# shellcheck source=../soulseek.sh
. "$lab/soulseek.sh"

out=2

labels() { slsk_labels; }
setup() { slsk_setup direct; }
go() { slsk_go; }

proved() { same_file "$tmp/film.bin" "$tmp/home-anna/film.bin"; }
payload() { arrived "$tmp/home-anna/film.bin"; }
versions() { node_version_of slsk-client; version_of python3; }
