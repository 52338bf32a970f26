/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "values.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "../base/arena.h"
#include "../classify/catalogue.h"
#include "complaint.h"
#include "policy.h"

#define INTERFACES_MAX 64
#define INTERFACE_BYTES_MAX 15	/* IFNAMSIZ less its NUL */
#define HOSTS_MAX 4096
#define WORDS_MAX 512		/* names, aliases and categories, for "did you mean" */
#define WORD_BYTES 32

static bool is_word(const struct node *item)
{
	return item->kind == NODE_WORD && *item->text;
}

bool has_items(struct reading *r, const struct key *key, const struct node *list, size_t most)
{
	if (!list->n)
		refuse(r, key, list, "is an empty list; name something, or leave the key out");
	if (list->n > most)
		refuse(r, key, list, "has %zu items; at most %zu are allowed", list->n, most);

	for (const struct node *item = list->first; item; item = item->next) {
		if (item->kind == NODE_MAP)
			refuse(r, key, item, "has an item with a \":\" behind a word; put quotes "
			       "around it, as in \"fd00::\"");
		else if (item->kind != NODE_WORD)
			refuse(r, key, item, "has an item that is a list itself; write, say, "
			       "%s: %s", key->name, key->example);
		else if (!*item->text)
			refuse(r, key, item, "is an empty item; take it out");
	}

	return list->n && list->n <= most;
}

/* The first of the items that are words, from this one on. */
static const struct node *word_from(const struct node *item)
{
	while (item && !is_word(item))
		item = item->next;
	return item;
}

#define FOR_EACH_WORD(item, list) \
	for (const struct node *item = word_from((list)->first); item; item = word_from(item->next))

static const char *what_is_wrong_with_interface(const char *name)
{
	if (strlen(name) > INTERFACE_BYTES_MAX)
		return "is longer than the 15 letters an interface name can have";
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return "is no interface name";
	if (strchr(name, '*'))
		return "is a pattern; write out each interface (`ip link` shows them)";

	for (; *name; name++) {
		if (!isalnum((unsigned char)*name) && !strchr("._-+@", *name))
			return "is no interface name; letters, digits and . _ - + @ are allowed";
	}

	return NULL;
}

static bool is_repeated(const struct node *list, const struct node *item)
{
	FOR_EACH_WORD(earlier, list) {
		if (earlier == item)
			return false;
		if (strcmp(earlier->text, item->text) == 0)
			return true;
	}

	return false;
}

static void convert_interfaces(struct reading *r, const struct key *key, const struct node *list,
			       void *record)
{
	struct policy *p = record;
	const char **names;

	if (!has_items(r, key, list, INTERFACES_MAX))
		return;

	names = arena_take(r->arena, list->n, sizeof(*names));
	p->lan = names;
	FOR_EACH_WORD(item, list) {
		const char *wrong = what_is_wrong_with_interface(item->text);

		if (!wrong && is_repeated(list, item))
			wrong = "is in the list twice; keep one of them";
		if (wrong)
			refuse(r, key, item, "%s", wrong);
		else
			names[p->n_lan++] = arena_text(r->arena, item->text, strlen(item->text));
	}
}

const struct kind kind_interfaces = { NODE_LIST, convert_interfaces };

/* `text` is no network: a sentence that says why, and the nearest right one. */
static const char *what_is_wrong_with_host(struct reading *r, const char *text)
{
	const char *slash = strchr(text, '/');
	const char *bare = slash ? arena_text(r->scratch, text, (size_t)(slash - text)) : text;
	struct prefix net;
	char shown_net[PREFIX_TEXT];
	unsigned int most;
	unsigned int bits = 0;

	if (!addr_parse(bare, &net.addr))
		return "is no IPv4 or IPv6 address and no network such as 10.20.0.0/24 "
		       "(names are not looked up)";

	most = net.addr.family == 6 ? 128 : 32;
	for (const char *c = slash + 1; isdigit((unsigned char)*c) && bits <= most; c++)
		bits = bits * 10 + (unsigned int)(*c - '0');
	if (!isdigit((unsigned char)slash[1]) || slash[1 + strspn(slash + 1, "0123456789")] ||
	    bits > most)
		return arena_format(r->scratch, "has no length from 0 to %u behind its /", most);

	net = prefix_of(&net.addr, (uint8_t)bits);
	return arena_format(r->scratch, "has bits set behind its first %u; did you mean %s, or %s "
			    "alone?", bits, prefix_text(&net, shown_net), bare);
}

/* Adds a network, unless one of the list holds it; takes out those that it holds. */
static size_t add_network(struct prefix *list, size_t n, const struct prefix *net)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (prefix_covers(&list[i], net))
			return n;
	}

	for (size_t i = 0; i < n; i++) {
		if (!prefix_covers(net, &list[i]))
			list[kept++] = list[i];
	}
	list[kept++] = *net;
	return kept;
}

static void convert_hosts(struct reading *r, const struct key *key, const struct node *list,
			  void *record)
{
	struct rule *rule = record;
	struct prefix *hosts;
	struct prefix *except;

	if (!has_items(r, key, list, HOSTS_MAX))
		return;

	rule->hosts = hosts = arena_take(r->arena, list->n, sizeof(*hosts));
	rule->except = except = arena_take(r->arena, list->n, sizeof(*except));
	FOR_EACH_WORD(item, list) {
		bool negated = item->text[0] == '!';
		const char *text = item->text + negated;
		struct prefix net;

		text += strspn(text, " ");
		if (!prefix_parse(text, &net))
			refuse(r, key, item, "%s", what_is_wrong_with_host(r, text));
		else if (negated)
			rule->n_except = add_network(except, rule->n_except, &net);
		else
			rule->n_hosts = add_network(hosts, rule->n_hosts, &net);
	}
}

const struct kind kind_hosts = { NODE_LIST, convert_hosts };

const struct protocol *const *known_protocols(struct reading *r)
{
	const struct protocol **known;
	const struct protocol *p;
	size_t n = 0;

	if (r->known)
		return r->known;

	known = arena_take(r->arena, PROTO_PLAIN_FIRST + r->own->n, sizeof(*known));
	for (size_t i = 0; (p = catalogue_at(i)) && !protocol_is_plain(p); i++) {
		if (!protocol_is_own(p))	/* another policy's */
			known[n++] = p;
	}
	for (size_t i = 0; i < r->own->n; i++)
		known[n++] = &r->own->each[i];

	r->known = known;
	return known;
}

/* A protocol that a rule may name, by name or alias. */
static const struct protocol *find_known(struct reading *r, const char *word)
{
	const struct protocol *p = catalogue_find(word);

	if (p && !protocol_is_own(p))
		return protocol_is_plain(p) ? NULL : p;
	for (size_t i = 0; i < r->own->n; i++) {
		if (strcasecmp(r->own->each[i].name, word) == 0)
			return &r->own->each[i];
	}

	return NULL;
}

/* Sets the labels that `word` stands for; false when it stands for none. */
static bool set_labels(struct reading *r, const char *word, bool *labels, bool value)
{
	const struct protocol *named = find_known(r, word);
	bool any = false;

	for (const struct protocol *const *k = known_protocols(r); *k; k++) {
		const struct protocol *p = *k;
		bool of_all = strcmp(word, "all") == 0 && protocol_in_all(p);
		bool of_family = named && (p == named || protocol_answers_to(p, word));

		if (!of_family && !of_all && strcmp(word, p->category) != 0)
			continue;
		labels[p->number] = value;
		any = true;
	}

	return any;
}

void choose_all_protocols(struct reading *r, bool *labels)
{
	set_labels(r, "all", labels, true);
}

static bool is_plain_word(const char *word)
{
	const struct protocol *p;

	for (size_t i = 0; (p = catalogue_at(i)); i++) {
		if (protocol_is_plain(p) && strcmp(p->category, word) == 0)
			return true;
	}

	p = catalogue_find(word);
	return p && protocol_is_plain(p);
}

/* A word a rule may use, unless it is there already or there is no room. */
static size_t add_word(const char **words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], word) == 0)
			return n;
	}

	if (n < WORDS_MAX - 1)
		words[n++] = word;
	return n;
}

static size_t add_aliases(struct reading *r, const char **words, size_t n, const char *aliases)
{
	while (aliases) {
		size_t len = strcspn(aliases, ",");

		n = add_word(words, n, arena_text(r->scratch, aliases, len));
		aliases = aliases[len] ? aliases + len + 1 : NULL;
	}

	return n;
}

static void refuse_protocol(struct reading *r, const struct key *key, const struct node *item,
			    const char *word)
{
	const char *words[WORDS_MAX] = { "all" };
	const char *categories = "all";
	const struct protocol *const *known = known_protocols(r);
	size_t n = 1;

	if (is_plain_word(word)) {
		refuse(r, key, item, "is plain traffic that peerwall always lets go; a rule can "
		       "name only what `peerwall protocols` lists as peer-to-peer or file sharing");
		return;
	}

	for (size_t i = 0; known[i]; i++) {
		size_t before = n;

		n = add_word(words, n, known[i]->category);
		if (n > before)
			categories = arena_format(r->scratch, "%s, %s", categories,
						  known[i]->category);
	}
	for (size_t i = 0; known[i]; i++) {
		n = add_word(words, n, known[i]->name);
		n = add_aliases(r, words, n, known[i]->aliases);
	}

	refuse(r, key, item, "is neither a category (%s) nor a protocol (`peerwall protocols` "
	       "lists them)%s", categories, did_you_mean(r, word, words));
}

/* Applies the items that are, or are not, negated. Returns how many there are. */
static size_t apply_words(struct reading *r, const struct key *key, const struct node *list,
			  bool negated, bool *labels)
{
	size_t n = 0;

	FOR_EACH_WORD(item, list) {
		const char *word = item->text + negated;

		if ((item->text[0] == '!') != negated)
			continue;
		n++;
		word += strspn(word, " ");
		if (!set_labels(r, word, labels, !negated))
			refuse_protocol(r, key, item, word);
	}

	return n;
}

/* What is named less what is negated, in whatever order; only negations: all less those. */
static void convert_protocols(struct reading *r, const struct key *key, const struct node *list,
			      void *record)
{
	struct rule *rule = record;
	size_t before = r->complaints->n;

	if (!has_items(r, key, list, WORDS_MAX))
		return;

	if (!apply_words(r, key, list, false, rule->labels))
		choose_all_protocols(r, rule->labels);
	apply_words(r, key, list, true, rule->labels);
	if (r->complaints->n == before && !memchr(rule->labels, 1, sizeof(rule->labels)))
		refuse(r, key, list, "leaves nothing: all that is named is taken out again "
		       "by \"!\"");
}

const struct kind kind_protocols = { NODE_LIST, convert_protocols };
