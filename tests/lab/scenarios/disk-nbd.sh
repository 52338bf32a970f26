# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nbd-server qemu-utils
#
# qemu-img reads a disk of random bytes from nbd-server, with delay.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
delay_ms=10

labels() {
	owned client other:nbd
	owned server other:nbd
}

setup() {
	random_file "$tmp/disk" 512k
	printf '[generic]\n[disk]\nexportname = %s\nreadonly = true\n' "$tmp/disk" >"$tmp/nbd.conf"
	spawn o1 server nbd-server -d -C "$tmp/nbd.conf" -p "$tmp/home-server/pid"
	wait_for 10 listens "$(ns o1)" 10809
}

go() { as l1 client timeout 12 qemu-img convert -f raw -O raw "nbd://$(addr4 o1)/disk" copy; }

proved() { same_file "$tmp/disk" "$tmp/home-client/copy"; }
versions() { version_of nbd-server; version_of qemu-utils; }
