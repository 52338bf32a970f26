# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: nfs-ganesha nfs-ganesha-vfs libnfs-utils
#
# nfs-cp fetches two files from NFS-Ganesha over NFS 4, and nfs-ls lists them.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned client other:nfs
	owned ganesha other:nfs
}

setup() {
	mkdir -p "$tmp/export"
	random_file "$tmp/export/random.bin" 300k
	random_file "$tmp/export/more.bin" 100k
	cat >"$tmp/ganesha.conf" <<-END
		NFS_CORE_PARAM { Protocols = 4; NFS_Port = 2049; Enable_NLM = false; Enable_RQUOTA = false; }
		NFSv4 { Graceless = true; RecoveryBackend = fs; RecoveryRoot = $tmp/home-ganesha; Only_Numeric_Owners = true; }
		EXPORT {
			Export_Id = 1;
			Path = $tmp/export;
			Pseudo = /export;
			Access_Type = RO;
			Squash = None;
			SecType = sys;
			FSAL { Name = VFS; }
		}
	END
	spawn_apart o1 ganesha "/run/ganesha /var/lib/nfs" ganesha.nfsd -F -L /dev/stderr -f "$tmp/ganesha.conf" -p "$tmp/home-ganesha/pid" -N EVENT
	wait_for 20 listens "$(ns o1)" 2049
}

go() {
	as l1 client timeout 10 nfs-cp "nfs://$(addr4 o1)/export/random.bin?version=4" "$tmp/home-client/random.bin"
	as l1 client timeout 10 nfs-cp "nfs://$(addr4 o1)/export/more.bin?version=4" "$tmp/home-client/more.bin"
	as l1 client timeout 10 nfs-ls "nfs://$(addr4 o1)/export?version=4" >"$tmp/list"
}

proved() {
	same_file "$tmp/export/random.bin" "$tmp/home-client/random.bin" &&
		same_file "$tmp/export/more.bin" "$tmp/home-client/more.bin" && grep -q more.bin "$tmp/list"
}
versions() { version_of nfs-ganesha; version_of libnfs-utils; }
