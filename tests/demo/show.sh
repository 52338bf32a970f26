# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How the demonstration looks: headings, numbers, a progress line. Colour and
# progress only on a terminal; no colour with NO_COLOR.

export LC_ALL=C.UTF-8

bold='' dim='' good='' bad='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	bold=$'\e[1m' dim=$'\e[2m' good=$'\e[32m' bad=$'\e[31m' plain=$'\e[0m'
fi

heading() { printf '\n%s== %s%s\n\n' "$bold" "$*" "$plain"; }
phase_heading() { printf '\n%s-- %s%s\n' "$bold" "$*" "$plain"; }
say() { printf '%s\n' "$*"; }
indented() { sed 's/^/  | /'; }

# progress TEXT: one line that the next one overwrites; progress_end wipes it.
progress() { [ ! -t 1 ] || printf '\r\e[K%s  %s%s' "$dim" "$*" "$plain"; }
progress_end() { [ ! -t 1 ] || printf '\r\e[K'; }

# amount NUMBER UNIT: three digits and a prefix, such as "1.98 Mbit/s".
amount() {
	awk -v n="$1" -v unit="$2" 'BEGIN {
		split("k M G T", prefix, " ")
		for (i = 0; n >= 999.5 && i < 4; i++)
			n /= 1000
		digits = i == 0 || n >= 99.95 ? 0 : n >= 9.995 ? 1 : 2
		printf "%.*f %s%s", digits, n, prefix[i], unit
	}'
}

# seconds MICROSECONDS
seconds() { awk -v us="$1" 'BEGIN { printf "%.1f s", us / 1e6 }'; }

# now_us: microseconds since 1970; whatever the locale puts before the fraction.
now_us() { echo "${EPOCHREALTIME/[.,]/}"; }
