# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: toxic toxcore-utils python3
#
# Two Tox friends meet with the help of a bootstrap node; a line of chat goes from one to the other.

# shellcheck source=../tox.sh
. "$lab/tox.sh"

out=2

labels() { tox_labels; }
setup() { tox_friends; }
# shellcheck disable=SC2119
go() { tox_chat; }
proved() { tox_arrived; }
versions() { tox_versions; }
