# Makes C of protocols.tsv:  awk -f protocols.awk catalogue.tsv protocols.tsv
function fail(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	bad = 1
	exit 1
}

function constant(name) {
	gsub(/[^a-z0-9]/, "_", name)
	return "PROTO_" toupper(name)
}

BEGIN { FS = "\t"; print "/* Made from policies/protocols.tsv by policies/protocols.awk. */" }
/^#/ || /^$/ { next }
FILENAME ~ /catalogue/ {
	if ($1 < 512)
		nameable[$2] = 1
	next
}
NF != 6 { fail("expected 6 columns, found " NF) }
!($1 in nameable) { fail("\"" $1 "\" is no protocol of the catalogue that a policy may name") }
$1 in seen { fail("\"" $1 "\" stands here twice") }
$2 != "alive" && $2 != "legacy" { fail("status \"" $2 "\" is neither alive nor legacy") }
/["\\]/ { fail("there is a quotation mark or a backslash") }
{
	seen[$1] = 1
	printf "\t{ %s, \"%s\", \"%s\",\n\t  \"%s\",\n\t  \"%s\",\n\t  \"%s\" },\n", \
		constant($1), $2, $3, $4, $5, $6
}
END {
	for (name in nameable) {
		if (!bad && !(name in seen))
			fail("\"" name "\" of the catalogue has no row")
	}
	exit bad
}
