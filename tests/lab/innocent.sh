# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the innocent scenarios share: certificates, web sites, users of programs that insist on one.

# certificate NAME [HOST]…: $tmp/NAME.pem and $tmp/NAME.key, for "server.test" and those addresses.
certificate() {
	local name=$1 alt=DNS:server.test host
	shift
	for host; do alt+=,IP:$(addr4 "$host"),IP:$(addr6 "$host"); done
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=server.test \
		-addext "subjectAltName=$alt" -keyout "$tmp/$name.key" -out "$tmp/$name.pem" 2>/dev/null
	chmod 644 "$tmp/$name.key"
}

# tls_site NAME [http2]: directives for lab_web; the certificate of that NAME.
tls_site() {
	echo "listen 443 ssl ${2:-}; listen [::]:443 ssl ${2:-};
		ssl_certificate $tmp/$1.pem; ssl_certificate_key $tmp/$1.key;"
}

# known_as HOST: the name "server.test" is that host for all. To be called before the network is made.
known_as() { names+=$'\n'"$(addr4 "$1") server.test"; }

# as_user HOST NAME USER COMMAND…, spawn_as_user: as a user of the system, for programs that look theirs up.
belongs_to() { echo "$(ns "$1") $(id -u "$3") $2" >>"$tmp/roots"; }

as_user() {
	local host=$1 name=$2 user=$3
	shift 3
	belongs_to "$host" "$name" "$user"
	mkdir -p "$tmp/home-$name"
	chown "$user:" "$tmp/home-$name"
	in_ns "$(ns "$host")" setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups -- \
		env -C "$tmp/home-$name" HOME="$tmp/home-$name" PATH="$plain_path" "$@" </dev/null
}

spawn_as_user() {
	local host=$1 name=$2 user=$3
	shift 3
	belongs_to "$host" "$name" "$user"
	mkdir -p "$tmp/home-$name"
	chown "$user:" "$tmp/home-$name"
	start "$(ns "$host")" "$name" setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups -- \
		env -C "$tmp/home-$name" HOME="$tmp/home-$name" PATH="$plain_path" "$@"
}

# spawn_apart HOST NAME "DIRECTORY…" COMMAND…: as root, with those directories empty and its own.
# `ip netns exec` gives each program mounts of its own.
spawn_apart() {
	local host=$1 name=$2 dirs=$3
	shift 3
	# shellcheck disable=SC2016
	spawn_root "$host" "$name" sh -c '
		for dir in $0; do mkdir -p "$dir"; mount -t tmpfs -o mode=755 tmpfs "$dir" || exit 1; done
		exec "$@"' "$dirs" "$@"
}

# random_file PATH SIZE
random_file() { head -c "$2" /dev/urandom >"$1"; }

# all_same FILE DIRECTORY…: that each of them has it, equal to the first one's.
all_same() {
	local file=$1 first=$2 dir
	shift 2
	for dir; do same_file "$first/$file" "$dir/$file" || return; done
}

# ssh_server HOST NAME: sshd on port 22; root gets in with $tmp/key. ssh_options: for ssh and scp.
ssh_server() {
	local host=$1 name=$2 dir=$tmp/$2

	mkdir "$dir"
	ssh-keygen -q -t ed25519 -N '' -f "$dir/host_key"
	[ -f "$tmp/key" ] || ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
	cp "$tmp/key.pub" "$dir/authorized_keys"
	mkdir -p /run/sshd
	cat >"$dir/sshd_config" <<-END
		HostKey $dir/host_key
		PidFile $dir/pid
		AuthorizedKeysFile $dir/authorized_keys
		StrictModes no
		UsePAM no
		PermitRootLogin prohibit-password
		Subsystem sftp internal-sftp
	END
	spawn_root "$host" "$name" /usr/sbin/sshd -D -e -f "$dir/sshd_config"
	wait_for 10 listens "$(ns "$host")" 22
}

ssh_options() {
	echo "-i $tmp/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=8 -o BatchMode=yes -F none"
}

# web_pages DIRECTORY PAGES: linked pages, each with a style sheet, a script, pictures and data; the last asks for /done.
web_pages() {
	local dir=$1 pages=$2 n k next

	mkdir -p "$dir"
	for ((n = 1; n <= pages; n++)); do
		next="location = 'page$((n + 1)).html'"
		[ $n -lt "$pages" ] || next="fetch('done')"
		for k in 1 2 3 4 5 6; do random_file "$dir/data$n-$k.bin" $((k * 9000)); done
		echo "body { color: #12345$n }" >"$dir/style$n.css"
		cat >"$dir/script$n.js" <<-END
			Promise.all([1, 2, 3, 4, 5, 6].map(k => fetch('data$n-' + k + '.bin').then(r => r.arrayBuffer())))
				.then(() => setTimeout(() => { $next }, 200))
		END
		echo "<!doctype html><title>Page $n</title><link rel=stylesheet href=style$n.css><p>Page $n<script src=script$n.js></script>" \
			>"$dir/page$n.html"
	done
	echo yes >"$dir/done"
}

# git_repository: one commit, in $tmp/there and bare in $tmp/there.git.
git_repository() {
	export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=lab GIT_AUTHOR_EMAIL=lab@server.test
	export GIT_COMMITTER_NAME=lab GIT_COMMITTER_EMAIL=lab@server.test
	mkdir "$tmp/there"
	random_file "$tmp/there/random.bin" 200k
	HOME=$tmp git init -q -b main "$tmp/there" && HOME=$tmp git -C "$tmp/there" add . &&
		HOME=$tmp git -C "$tmp/there" commit -qm first && HOME=$tmp git clone -q --bare "$tmp/there" "$tmp/there.git"
}

# mail_message N: one, with an attachment as mail has it.
mail_message() {
	printf 'From: anne@server.test\nTo: bob@server.test\nSubject: number %s\n\n' "$1" | sed 's/$/\r/'
	head -c 20k /dev/urandom | base64 | sed 's/$/\r/'
}

# mail_store HOST NAME PROTOCOL: Dovecot with the mailbox $tmp/mail; "anne" gets in with "secret".
mail_store() {
	local host=$1 name=$2 protocol=$3

	certificate mail "$host"
	mkdir -p "$tmp/mail" "$tmp/run-$name"
	chown -R mail "$tmp/mail"
	cat >"$tmp/dovecot.conf" <<-END
		base_dir = $tmp/run-$name
		state_dir = $tmp/run-$name
		log_path = /dev/stderr
		protocols = $protocol
		listen = *, ::
		ssl = yes
		ssl_cert = <$tmp/mail.pem
		ssl_key = <$tmp/mail.key
		disable_plaintext_auth = no
		mail_location = maildir:$tmp/mail
		mail_uid = $(id -u mail)
		mail_gid = $(id -g mail)
		first_valid_uid = 1
		passdb {
			driver = static
			args = password=secret
		}
		userdb {
			driver = static
			args = home=$tmp/mail
		}
	END
	belongs_to "$host" "$name" dovenull
	spawn_root "$host" "$name" dovecot -F -c "$tmp/dovecot.conf"
	wait_for 10 listens "$(ns "$host")" "$([ "$protocol" = imap ] && echo 993 || echo 995)"
}

# as_with_input HOST NAME COMMAND…: as() whose standard input is the caller's.
as_with_input() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	in_ns "$(ns "$host")" setpriv --reuid "$uid" --regid "$uid" --clear-groups -- env HOME="$tmp/home-$name" PATH="$plain_path" "$@"
}

# dns_server HOST NAME: unbound with host1.server.test to host8.server.test, on port 53, and 853 with TLS.
dns_server() {
	local host=$1 name=$2 n

	certificate dns "$host"
	uid_of "$name"
	{
		cat <<-END
			server:
			  interface: 0.0.0.0
			  interface: ::0
			  interface: 0.0.0.0@853
			  interface: ::0@443
			  tls-service-key: "$tmp/dns.key"
			  tls-service-pem: "$tmp/dns.pem"
			  access-control: 0.0.0.0/0 allow
			  access-control: ::/0 allow
			  username: ""
			  chroot: ""
			  directory: "$tmp/home-$name"
			  pidfile: "$tmp/home-$name/pid"
			  use-syslog: no
			  module-config: "iterator"
			  local-zone: "server.test." static
		END
		for n in 1 2 3 4 5 6 7 8; do
			echo "  local-data: \"host$n.server.test. A 198.18.1.$n\""
			echo "  local-data: 'host$n.server.test. TXT \"text of host$n\"'"
			echo "  local-data-ptr: \"198.18.1.$n host$n.server.test\""
		done
		printf 'remote-control:\n  control-enable: no\n'
	} >"$tmp/unbound.conf"
	spawn "$host" "$name" unbound -d -c "$tmp/unbound.conf"
	wait_for 10 listens "$(ns "$host")" 853
}
