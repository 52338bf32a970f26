# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: charon-systemd strongswan-swanctl
#
# Two strongSwans make an IKE association, behind NAT. No tunnel in it: not every kernel has ESP.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned client other:ike
	owned server other:ike
}

# charon HOST NAME CONNECTION-LINES
charon() {
	local host=$1 name=$2

	cat >"$tmp/$name.strongswan" <<-END
		charon-systemd {
			load_modular = yes
			plugins {
				include /etc/strongswan.d/charon/*.conf
				vici {
					socket = unix://$tmp/$name.vici
				}
			}
			journal {
				default = -1
			}
			filelog {
				stderr {
					default = 1
				}
			}
		}
	END
	cat >"$tmp/$name.swanctl" <<-END
		connections {
			lab {
				version = 2
				childless = force
				$3
				local {
					auth = psk
					id = $name
				}
				remote {
					auth = psk
				}
			}
		}
		secrets {
			ike-lab {
				secret = "a secret of the lab"
			}
		}
	END
	spawn_apart "$host" "$name" /run env STRONGSWAN_CONF="$tmp/$name.strongswan" charon-systemd
	wait_for 10 test -S "$tmp/$name.vici" && wait_for 5 swanctl --load-all --file "$tmp/$name.swanctl" --uri "unix://$tmp/$name.vici"
}

setup() { charon o1 server "local_addrs = $(addr4 o1)" && charon l1 client "remote_addrs = $(addr4 o1)"; }
go() { timeout 10 swanctl --initiate --ike lab --uri "unix://$tmp/client.vici" --timeout 8 >"$tmp/initiate.log" 2>&1; }
proved() { swanctl --list-sas --uri "unix://$tmp/server.vici" | grep -q ESTABLISHED; }
versions() { version_of charon-systemd; }
