# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: ngircd ii
#
# Two people talk in a channel of ngIRCd.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
lan=2

labels() {
	owned anne other:irc
	owned bob other:irc
	owned ngircd other:irc
}

setup() {
	cat >"$tmp/ngircd.conf" <<-END
		[Global]
		Name = irc.server.test
		Info = lab
		Listen = 0.0.0.0
		Ports = 6667
		[Options]
		DNS = no
		Ident = no
		PAM = no
	END
	spawn o1 ngircd ngircd -n -f "$tmp/ngircd.conf"
	wait_for 10 listens "$(ns o1)" 6667
}

# say WHO LINE: as ii has it, which reads lines from a pipe.
# shellcheck disable=SC2016
say_in() { timeout 3 sh -c 'echo "$2" >"$1"' sh "$tmp/home-$1/$(addr4 o1)/$2/in" "$3"; }
is_in() { grep -q "$2" "$tmp/home-$1/$(addr4 o1)/#lab/out"; }

go() {
	local host=1 who n
	for who in anne bob; do
		spawn_as_user l$host $who nobody ii -i "$tmp/home-$who" -s "$(addr4 o1)" -n $who
		host=$((host + 1))
		wait_for 5 grep -qi 'end of /\?motd\|motd file is missing' "$tmp/home-$who/$(addr4 o1)/out" || return
		say_in $who '' '/j #lab'
	done
	wait_for 4 is_in anne bob
	for ((n = 1; n <= 5; n++)); do
		say_in anne '#lab' "question $n from anne"
		say_in bob '#lab' "answer $n from bob"
		sleep 0.2
	done
}

proved() { is_in bob 'question 5 from anne' && is_in anne 'answer 5 from bob'; }
versions() { version_of ngircd; version_of ii; }
