# Makes C of catalogue.tsv:  awk -v out=enum|table|ports -f catalogue.awk catalogue.tsv
function fail(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	bad = 1
	exit 1
}

function text(s) { return s == "-" ? "NULL" : "\"" s "\"" }

function constant(name) {
	gsub(/[^a-z0-9]/, "_", name)
	return "PROTO_" toupper(name)
}

# "6881-6999,51413": a row each
function ranges(tcp, list,    n, i, each, ends) {
	n = list == "-" ? 0 : split(list, each, ",")
	for (i = 1; i <= n; i++) {
		split(each[i] "-" each[i], ends, "-")
		printf "\t{ %s, %d, %d, %d },\n", tcp ? "true" : "false", ends[1], ends[2], place
	}
}

BEGIN { FS = "\t"; print "/* Made from policies/catalogue.tsv by policies/catalogue.awk. */" }
/^#/ || /^$/ { next }
NF != 8 { fail("expected 8 columns, found " NF) }
$1 + 0 <= last { fail("number " $1 " is not above the one before it") }
{
	last = $1 + 0
	if (out == "enum")
		printf "#define %s %d\n", constant($2), $1
	else if (out == "ports") {
		ranges(1, $4)
		ranges(0, $5)
	} else
		printf "\t{ %d, \"%s\", \"%s\", %s, %s, %s, %s, \"%s\" },\n", \
			$1, $2, $3, text($4), text($5), text($6), text($7), $8
	place++
}
END { exit bad }
