# SPDX-License-Identifier: GPL-3.0-or-later
#
# The limits of the house style: a line for each thing that is over one, and at
# the end how long the functions are. C files in the kernel's style are assumed:
# a function's braces stand at the start of a line.

function over(what, is, limit) {
	printf "%s:%d: %s: %d, at most %d\n", FILENAME, FNR, what, is, limit
	bad++
}

# How many columns the line takes; the further bytes of a UTF-8 letter take none.
function columns(line,    i, n) {
	gsub(/[\200-\277]/, "", line)
	for (i = 1; i <= length(line); i++)
		n = substr(line, i, 1) == "\t" ? n + 8 - n % 8 : n + 1
	return n
}

# A folder may include itself and those with a lower number.
function rank(path) {
	if (path ~ /^nft\//) return 1
	if (path ~ /^daemon\/base\//) return 0
	if (path ~ /^daemon\/packet\//) return 2
	if (path ~ /^daemon\/flow\//) return 3
	if (path ~ /^daemon\/classify\//) return 4
	if (path ~ /^daemon\/policy\//) return 5
	if (path ~ /^daemon\/act\//) return 6
	if (path ~ /^daemon\/cmd\//) return 8
	if (path ~ /^daemon\/main/) return 9
	return 7
}

function folder_of(path) {
	sub(/[^\/]*$/, "", path)
	return path
}

# The included file's path from the top, "../" worked out.
function included(name,    dir) {
	dir = folder_of(FILENAME)
	while (sub(/^\.\.\//, "", name))
		sub(/[^\/]+\/$/, "", dir)
	return dir name
}

function file_limit() {
	if (file ~ /^tests\//) return 100000
	if (file ~ /\.h$/) return 150
	return file ~ /\/dissect\// ? 250 : 700
}

function end_file() {
	if (file && lines > file_limit())
		{ printf "%s: lines: %d, at most %d\n", file, lines, file_limit(); bad++ }
	if (file ~ /\.c$/ && includes > 8 && file !~ /^tests\//)
		{ printf "%s: local includes: %d, at most 8\n", file, includes; bad++ }
}

FNR == 1 {
	end_file()
	file = FILENAME
	lines = includes = in_table = in_function = 0
	if ($0 !~ /SPDX-License-Identifier: GPL-3.0-or-later/)
		{ print FILENAME ":1: no SPDX line"; bad++ }
}

columns($0) > 100 { over("columns", columns($0), 100) }
/[ \t]$/ { print FILENAME ":" FNR ": space at the end of the line"; bad++ }

# Data tables do not count, nor does one that begins as "} magics[] = {" behind its struct.
/^[a-z}].*= \{$/ { in_table = 1 }
{ lines += !in_table }
/^};$/ { in_table = 0 }

/^#include "/ {
	includes++
	name = $2
	gsub(/"/, "", name)
	if (FILENAME ~ /^(daemon|nft)\// && name ~ /\// && rank(included(name)) > rank(FILENAME))
		{ print FILENAME ":" FNR ": includes " included(name) ", which is further right"; bad++ }
}

/^\{$/ { in_function = FNR; depth = 0; deepest = 0; next }

in_function && /^}/ {
	n = FNR - in_function - 1
	if (FILENAME !~ /^tests\//) {
		functions++
		short += n <= 16
		middle += n <= 40
		if (n > 80)
			over("lines of a function", n, 80)
		if (deepest > 3)
			over("nesting", deepest, 3)
	}
	in_function = 0
}

# Nesting: what is deeper than the function's own block, by the keywords that open one.
in_function {
	tabs = match($0, /[^\t]/) - 1
	if ($0 ~ /^\t+(if|for|while|do|switch|} else)( |$)/) {
		level[tabs] = $0 ~ /^\t+switch/ ? 0 : 1
		depth = 0
		for (i = 1; i <= tabs; i++)
			depth += level[i]
		if (depth > deepest)
			deepest = depth
	} else if ($0 ~ /^\t+(case|default)/) {
		level[tabs] = 0
	} else if (tabs > 0 && $0 !~ /^\t+ /) {
		level[tabs] = 0
	}
}

END {
	end_file()
	if (functions)
		printf "%d functions: %d %% of at most 16 lines (aim 50), %d %% of at most 40 (aim 90)\n", \
			functions, short * 100 / functions, middle * 100 / functions
	exit bad > 0
}
