# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: mariadb-server-core mariadb-client-core
#
# The MariaDB client makes a table, fills it and reads it, behind NAT.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
nat=yes

labels() {
	owned client other:mysql
	owned server other:mysql
}

setup() {
	uid_of server
	mkdir "$tmp/home-server/db"
	give server "$tmp/home-server"
	as o1 server timeout 10 mariadbd --no-defaults --bootstrap --datadir="$tmp/home-server/db" --skip-grant-tables >"$tmp/bootstrap.log" 2>&1
	spawn o1 server mariadbd --no-defaults --datadir="$tmp/home-server/db" --skip-grant-tables --skip-networking=0 --bind-address=0.0.0.0 \
		--port=3306 --socket="$tmp/home-server/socket" --pid-file="$tmp/home-server/pid" --innodb-log-file-size=4M
	wait_for 20 listens "$(ns o1)" 3306
}

go() {
	as l1 client timeout 10 mariadb --no-defaults -h "$(addr4 o1)" -P 3306 -u root -N -e 'create database lab; use lab;
		create table t as select seq n, md5(seq) m from seq_1_to_2000; select count(*), sum(length(m)) from t; select * from t' >"$tmp/got"
}

proved() { grep -q '^2000	64000$' "$tmp/got" && [ "$(grep -c . "$tmp/got")" = 2001 ]; }
versions() { version_of mariadb-server-core; }
