# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: postgresql postgresql-client
#
# psql makes a table in PostgreSQL, fills it and reads it, without and with TLS.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"

labels() {
	owned psql other:pgsql
	owned postgres other:pgsql
}

setup() {
	local bin
	bin=$(echo /usr/lib/postgresql/*/bin)
	certificate db o1
	install -o postgres -m 600 "$tmp/db.key" "$tmp/postgres.key"
	as_user o1 postgres postgres "$bin/initdb" -D db -A trust -N -E UTF8 --locale C >"$tmp/initdb.log" 2>&1 || return
	echo 'host all all all trust' >>"$tmp/home-postgres/db/pg_hba.conf"
	spawn_as_user o1 postgres postgres "$bin/postgres" -D db -c listen_addresses='*' -c unix_socket_directories= -c ssl=on \
		-c fsync=off -c ssl_cert_file="$tmp/db.pem" -c ssl_key_file="$tmp/postgres.key"
	wait_for 10 listens "$(ns o1)" 5432
}

go() {
	local ssl
	for ssl in disable require; do
		as l1 psql env PGCONNECT_TIMEOUT=8 timeout 10 psql -qAt "host=$(addr4 o1) user=postgres dbname=postgres sslmode=$ssl" \
			-c "create table lab_$ssl as select n, md5(n::text) from generate_series(1, 2000) n" \
			-c "select count(*), sum(length(md5)) from lab_$ssl" -c "select * from lab_$ssl" >"$tmp/$ssl"
	done
}

proved() { grep -qx '2000|64000' "$tmp/disable" && grep -qx '2000|64000' "$tmp/require" && [ "$(grep -c . "$tmp/require")" = 2001 ]; }
versions() { version_of postgresql-15; }
