# Makes C of what the captures are labelled with:
#   awk -f captures.awk catalogue.tsv pcaps/manifest.tsv pcaps/lab/NAME.tsv…
# A manifest's row is "capture, label:flows other:label:flows …, …" (other: not peer-to-peer, or beside it); the
# lab's are a flow each: "capture, ends, label, …".
function constant(name) {
	gsub(/[^a-z0-9]/, "_", name)
	return "PROTO_" toupper(name)
}

function add(capture, label, flows,    key) {
	sub(/\/.*/, "", label)
	if (!(label in nameable))
		return
	key = label SUBSEP capture
	if (!(key in count))
		order[n++] = key
	count[key] += flows
}

BEGIN { FS = "\t"; print "/* Made from the manifests of pcaps/ by policies/captures.awk. */" }
/^#/ || /^$/ { next }
FILENAME ~ /catalogue/ {
	if ($1 < 512)
		nameable[$2] = 1
	next
}
FILENAME ~ /manifest/ {
	words = split($2, word, " ")
	for (i = 1; i <= words; i++) {
		sub(/^other:/, "", word[i])
		if (split(word[i], part, ":") == 2)
			add($1, part[1], part[2])
	}
	next
}
{
	sub(/^other:/, "", $3)
	add("lab/" $1, $3, 1)
}
END {
	for (i = 0; i < n; i++) {
		split(order[i], part, SUBSEP)
		printf "\t{ %s, \"%s\", %d },\n", constant(part[1]), part[2], count[order[i]]
	}
}
