# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Samba for the smb-* and netbios-* scenarios. Needs net.sh and ../gateway/programs.sh.

# samba_conf NAME [LINE…]: $conf, with these lines in its global part.
samba_conf() {
	local name=$1
	shift
	uid_of "$name"
	chmod 755 "$tmp/home-$name"
	conf=$tmp/$name.conf
	{ smb_conf "$tmp/home-$name"; printf '%s\n' 'workgroup = LAB' "$@"; } >"$conf"
}

# smb_share HOST [LINE…]: smbd on ports 445 and 139, with $tmp/files as its one open share.
# A user "nobody" with the password "lab" is there for what needs one.
smb_share() {
	local host=$1
	shift
	mkdir "$tmp/files"
	make_file "$tmp/files/film.bin" "$film_mb"
	samba_conf smbd "$@"
	smb_open_share "$tmp/files" >>"$conf"
	in_ns "$(ns "$host")" smbpasswd -c "$conf" -s -a nobody >/dev/null 2>&1 <<<$'lab\nlab'
	spawn_root "$host" smbd smbd --foreground --no-process-group --configfile="$conf" --debug-stdout
	wait_for 20 listens "$(ns "$host")" 445
}

# smb_get MIN MAX ADDRESS [OPTION…]: smbclient of l1, which offers these dialects, fetches the file.
smb_get() {
	local min=$1 max=$2 address=$3
	shift 3
	as l1 smbclient timeout "$patience" smbclient "//$address/share" --configfile=/dev/null \
		--option="client min protocol=$min" --option="client max protocol=$max" -m "$max" \
		-t "$patience" "$@" -c "get film.bin $tmp/home-smbclient/film.bin" >>"$tmp/smbclient.log" 2>&1
}

if [ "$phase" = throttle ]; then patience=60; else patience=8; fi

guest=(-U guest%)
user=(-U "nobody%lab")

smb_labels() {
	owned smbclient "$1"
	owned smbd "$1"
}

smb_got() { same_file "$tmp/files/film.bin" "$tmp/home-smbclient/film.bin"; }
smb_payload() { arrived "$tmp/home-smbclient/film.bin"; }
smb_versions() { version_of samba; version_of smbclient; }

# name_server HOST NAME NETBIOS-NAME [LINE…]: nmbd on UDP ports 137 and 138.
name_server() {
	local host=$1 name=$2 netbios=$3
	shift 3
	samba_conf "$name" "netbios name = $netbios" 'log level = 3' "$@"
	spawn_root "$host" "$name" nmbd --foreground --no-process-group --configfile="$conf" --debug-stdout
	wait_for 20 listens "$(ns "$host")" 137 udp
}
