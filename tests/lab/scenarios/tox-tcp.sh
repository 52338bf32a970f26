# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: toxic toxcore-utils python3
#
# A Tox client behind NAT without UDP: all of it goes over a TCP relay. A line of chat arrives.

# shellcheck source=../tox.sh
. "$lab/tox.sh"

out=2
nat=yes

labels() { tox_labels; }
setup() { tox_friends; }
go() { tox_chat --force-tcp; }
proved() { tox_arrived; }
versions() { tox_versions; }
