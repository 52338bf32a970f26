# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: krb5-kdc krb5-user krb5-admin-server
#
# kinit gets tickets from a KDC, over UDP and over TCP.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned client other:kerberos
	owned kdc other:kerberos
}

setup() {
	cat >"$tmp/krb5.conf" <<-END
		[libdefaults]
		default_realm = LAB
		dns_lookup_kdc = false
		[realms]
		LAB = {
		kdc = $(addr4 o1)
		}
	END
	sed 's/udp_preference/&/; s/^\[realms\]/udp_preference_limit = 1\n&/' "$tmp/krb5.conf" >"$tmp/krb5-tcp.conf"
	cat >"$tmp/kdc.conf" <<-END
		[realms]
		LAB = {
		database_name = $tmp/home-kdc/db
		key_stash_file = $tmp/home-kdc/stash
		}
	END
	uid_of kdc
	export KRB5_CONFIG=$tmp/krb5.conf KRB5_KDC_PROFILE=$tmp/kdc.conf
	as o1 kdc kdb5_util create -r LAB -s -P master >"$tmp/kdb.log" 2>&1 &&
		as o1 kdc kadmin.local -r LAB -p admin@LAB -q 'addprinc -pw secret anne' >>"$tmp/kdb.log" 2>&1 || return
	spawn o1 kdc krb5kdc -n -P "$tmp/home-kdc/pid"
	wait_for 10 listens "$(ns o1)" 88 udp
}

go() {
	local n conf
	for conf in krb5 krb5-tcp; do
		for n in 1 2 3; do
			echo secret | KRB5_CONFIG=$tmp/$conf.conf as_with_input l1 client timeout 5 kinit -c "$tmp/home-client/$conf-$n" anne >>"$tmp/kinit.log"
		done
	done
}

proved() {
	local n conf
	for conf in krb5 krb5-tcp; do
		for n in 1 2 3; do [ -s "$tmp/home-client/$conf-$n" ] || return; done
	done
}
versions() { version_of krb5-kdc; version_of krb5-user; }
