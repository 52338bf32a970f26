# SPDX-License-Identifier: GPL-3.0-or-later
#
# Lines "seconds bytes bytes…" to one rate in mbit/s: of the counter that grew most, between the moments
# when it had a fifth and nine tenths of its growth. "-" where less than 700 kB went through: of so little the first burst is too much.
{
	time[NR] = $1
	for (i = 2; i <= NF; i++)
		count[NR, i] = $i
	if (NF > width)
		width = NF
}

END {
	for (i = 2; i <= width; i++)
		if (count[NR, i] - count[1, i] > most) {
			most = count[NR, i] - count[1, i]
			best = i
		}
	if (most < 700000) {
		print "-"
		exit
	}
	for (n = 1; n <= NR; n++) {
		got = count[n, best] - count[1, best]
		if (got < most * 0.2)
			from = n
		if (got <= most * 0.9)
			to = n
	}
	if (to <= from) {
		print "-"
		exit
	}
	printf "%.2f\n", (count[to, best] - count[from, best]) * 8 / 1e6 / (time[to] - time[from])
}
