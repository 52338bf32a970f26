# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: slapd ldap-utils
#
# ldapadd writes entries into a directory of slapd, ldapsearch reads them; over IPv6 as well.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned client other:ldap
	owned slapd other:ldap
}

setup() {
	uid_of slapd
	mkdir "$tmp/home-slapd/db"
	give slapd "$tmp/home-slapd"
	cat >"$tmp/slapd.conf" <<-END
		include /etc/ldap/schema/core.schema
		modulepath /usr/lib/ldap
		moduleload back_mdb
		pidfile $tmp/home-slapd/pid
		database mdb
		suffix "dc=lab"
		rootdn "cn=admin,dc=lab"
		rootpw secret
		directory $tmp/home-slapd/db
	END
	{
		printf 'dn: dc=lab\nobjectClass: dcObject\nobjectClass: organization\ndc: lab\no: lab\n\n'
		for n in 1 2 3 4 5 6 7 8; do printf 'dn: cn=host%s,dc=lab\nobjectClass: device\ncn: host%s\ndescription: text of host%s\n\n' $n $n $n; done
	} >"$tmp/hosts.ldif"
	spawn o1 slapd slapd -h 'ldap://0.0.0.0:389/ ldap://[::]:389/' -f "$tmp/slapd.conf" -d 0
	wait_for 10 listens "$(ns o1)" 389
}

go() {
	as l1 client timeout 8 ldapadd -x -H "ldap://$(addr4 o1)" -D cn=admin,dc=lab -w secret -f "$tmp/hosts.ldif" >"$tmp/ldapadd.log" 2>&1
	as l1 client timeout 8 ldapsearch -x -LLL -H "ldap://[$(addr6 o1)]" -b dc=lab '(cn=host*)' description >"$tmp/found"
}

proved() { [ "$(grep -c 'description: text of host' "$tmp/found")" = 8 ]; }
versions() { version_of slapd; version_of ldap-utils; }
