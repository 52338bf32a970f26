# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: i2pd curl nginx
#
# An I2P router behind the gateway fetches a file of a hidden web server, over NTCP2 (TCP).

# shellcheck source=../i2p.sh
. "$lab/i2p.sh"

out=3
nat=yes

labels() { i2p_labels; }
setup() { i2p_network ntcp2; }
go() { i2p_get; }
proved() { i2p_got; }
payload() { i2p_payload; }
versions() { version_of i2pd; }
