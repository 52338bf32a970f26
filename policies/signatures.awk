# Makes C of signatures.tsv:  awk -f signatures.awk signatures.tsv
# of answers.tsv:             awk -f signatures.awk answers.tsv
# and of findings.tsv:        awk -v findings=1 -f signatures.awk findings.tsv
# With -v first=1: the bytes that those over TCP may begin with.
function fail(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	bad = 1
	exit 1
}

function constant(kind, name) {
	gsub(/[^a-z0-9]/, "_", name)
	return kind "_" toupper(name)
}

# One more byte of the pattern, as "42" and "ff".
function add(byte, under) {
	bytes = bytes "\\x" byte
	mask = mask "\\x" under
	len++
}

function add_word(word,    n) {
	if (word ~ /^[0-9a-f][0-9a-f]$/)
		add(word, "ff")
	else if (word ~ /^[0-9a-f][0-9a-f]\/[0-9a-f][0-9a-f]$/)
		add(substr(word, 1, 2), substr(word, 4, 2))
	else if (word ~ /^\.\.(\*[0-9]+)?$/)
		for (n = word == ".." ? 1 : substr(word, 4); n > 0; n--)
			add("00", "00")
	else
		fail("\"" word "\" is no hex byte, no byte under a mask (01/81), no \"text\", no .. and no ..*N")
}

function add_pattern(pattern,    i, n, parts, words, k, m) {
	bytes = mask = ""
	len = 0
	n = split(pattern, parts, "\"")
	for (i = 1; i <= n; i++) {
		if (i % 2 == 0) {
			for (k = 1; k <= length(parts[i]); k++)
				add(hex[substr(parts[i], k, 1)], "ff")
			continue
		}
		m = split(parts[i], words, " ")
		for (k = 1; k <= m; k++)
			add_word(words[k])
	}
}

# A byte and the bits of it that count, as "42" and "f0": notes every byte that agrees.
function add_first(byte, under,    n, bit, same) {
	for (n = 0; n < 256; n++) {
		same = 1
		for (bit = 1; bit < 256; bit *= 2)
			if (int(value[under] / bit) % 2 && int(value[byte] / bit) % 2 != int(n / bit) % 2)
				same = 0
		if (same)
			begins[n] = 1
	}
}

function print_first(    n, list) {
	for (n = 0; n < 256; n++)
		if (n in begins)
			list = list sprintf("\\x%02x", n)
	print "#define SIGNATURES_FIRST \"" list "\""
}

BEGIN {
	FS = "\t"
	for (i = 0; i < 256; i++)
		value[sprintf("%02x", i)] = i
	for (i = 32; i < 127; i++)
		hex[sprintf("%c", i)] = sprintf("%02x", i)
	side["either"] = "SIGNATURE_EITHER"
	side["initiator"] = "SIGNATURE_INITIATOR"
	side["responder"] = "SIGNATURE_RESPONDER"
	part["whole"] = "SHAPE_WHOLE"
	part["first"] = "SHAPE_FIRST"
	part["more"] = "SHAPE_MORE"
	part["done"] = "SHAPE_DONE"
	part["then"] = "SHAPE_THEN"
	columns = findings ? 10 : 8
	print "/* Made from " ARGV[1] " by policies/signatures.awk. */"
}
/^#/ || /^$/ { next }
NF != columns { fail("expected " columns " columns, found " NF) }
!($4 in side) { fail("side \"" $4 "\" is none of either, initiator, responder") }
findings && !($9 in part) { fail("part \"" $9 "\" is none of whole, first, more, done, then") }
$3 != "tcp" && $3 != "udp" { fail("transport \"" $3 "\" is neither tcp nor udp") }
{
	add_pattern($7)
	if ($5 < len)
		fail("the pattern has " len " bytes, more than there are at least (" $5 ")")
	if (len > 160)
		fail("the pattern has " len " bytes; at most 160 are looked at")
	row = sprintf("{ \"%s\", %s, IPPROTO_%s, %s, %d, %d, %d,\n\t  (const uint8_t *)\"%s\",\n\t  (const uint8_t *)\"%s\", NULL }", \
		$1, constant("PROTO", $2), toupper($3), side[$4], $5, $6 == "-" ? 0 : $6, len, bytes, mask)
	if ($3 == "tcp")
		add_first(substr(bytes, 3, 2), substr(mask, 3, 2))
	if (findings)
		row = "{ " row ",\n\t  " constant("FOUND", $8) ", " part[$9] " }"
	if (!first)
		print "\t" row ","
}
END {
	if (first && !bad)
		print_first()
	exit bad
}
