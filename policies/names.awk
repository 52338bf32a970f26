# Makes C of names.tsv:  awk -f names.awk catalogue.tsv names.tsv
function fail(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	bad = 1
	exit 1
}

function constant(name) {
	gsub(/[^a-z0-9]/, "_", name)
	return "PROTO_" toupper(name)
}

BEGIN { FS = "\t"; print "/* Made from policies/names.tsv by policies/names.awk. */" }
/^#/ || /^$/ { next }
FILENAME ~ /catalogue/ { known[$2] = 1; next }
NF != 3 { fail("expected 3 columns, found " NF) }
!($2 in known) { fail("\"" $2 "\" is not in the catalogue") }
$1 !~ /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/ { fail("\"" $1 "\" is not a host name in lower case") }
$1 in seen { fail("\"" $1 "\" stands here twice") }
{
	seen[$1] = 1
	printf "\t{ \"%s\", %d, %s },\n", $1, length($1), constant($2)
}
END { exit bad }
