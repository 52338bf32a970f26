/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "set.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <libnftnl/set.h>
#include <libnftnl/udata.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "expr.h"

#define TYPE_VERDICT 0xffffff00	/* nft's number for "no data but a verdict" */

/* In nft's words: 1 the machine's, 2 the network's. */
#define ORDER_HOST 1
#define ORDER_NETWORK 2

static uint32_t key_len(enum set_key key)
{
	switch (key) {
	case SET_IPV4:
	case SET_MARK:
		return 4;
	case SET_IPV6:
	case SET_IFNAME:
		return 16;
	case SET_PORT:
		return 2;
	}
	return 0;
}

/* The kernel compares bytes; nft needs to be told in which order they stand to list them. */
static void set_key_order(struct nftnl_set *s, enum set_key key)
{
	struct nftnl_udata_buf *u = batch_need(nftnl_udata_buf_alloc(NFT_USERDATA_MAXLEN));
	uint32_t order = key == SET_MARK || key == SET_IFNAME ? ORDER_HOST : ORDER_NETWORK;

	nftnl_udata_put_u32(u, NFTNL_UDATA_SET_KEYBYTEORDER, order);
	nftnl_set_set_data(s, NFTNL_SET_USERDATA, nftnl_udata_buf_data(u), nftnl_udata_buf_len(u));
	nftnl_udata_buf_free(u);
}

struct nftnl_set *set_new(const char *name, enum set_key key, uint32_t flags)
{
	struct nftnl_set *s = batch_need(nftnl_set_alloc());

	nftnl_set_set_u32(s, NFTNL_SET_FAMILY, NFPROTO_INET);
	nftnl_set_set_str(s, NFTNL_SET_TABLE, NFT_TABLE);
	nftnl_set_set_str(s, NFTNL_SET_NAME, name);
	nftnl_set_set_u32(s, NFTNL_SET_KEY_TYPE, key);
	nftnl_set_set_u32(s, NFTNL_SET_KEY_LEN, key_len(key));
	nftnl_set_set_u32(s, NFTNL_SET_FLAGS, flags);
	set_key_order(s, key);
	if (flags & NFT_SET_MAP) {
		nftnl_set_set_u32(s, NFTNL_SET_DATA_TYPE, TYPE_VERDICT);
		nftnl_set_set_u32(s, NFTNL_SET_DATA_LEN, 0);
	}
	return s;
}

struct nftnl_set *set_new_dynamic(const char *name, enum set_key key, uint32_t size,
				  uint64_t timeout_ms)
{
	struct nftnl_set *s = set_new(name, key, NFT_SET_TIMEOUT | NFT_SET_EVAL);

	nftnl_set_set_u32(s, NFTNL_SET_DESC_SIZE, size);
	nftnl_set_set_u64(s, NFTNL_SET_TIMEOUT, timeout_ms);
	return s;
}

/* One message takes 64 KiB of elements; the library says when there are more. */
static void put_elements(struct batch *b, struct nftnl_set *s, const char *kind)
{
	struct nftnl_set_elems_iter *i = batch_need(nftnl_set_elems_iter_create(s));
	const char *name = nftnl_set_get_str(s, NFTNL_SET_NAME);
	int more = nftnl_set_elems_iter_cur(i) ? 1 : 0;

	while (more > 0)
		more = nftnl_set_elems_nlmsg_build_payload_iter(
			batch_add(b, NFT_MSG_NEWSETELEM, NLM_F_CREATE, "%s %s: elements",
				  kind, name), i);
	nftnl_set_elems_iter_destroy(i);
}

void set_put(struct batch *b, struct nftnl_set *s)
{
	const char *kind = nftnl_set_get_u32(s, NFTNL_SET_FLAGS) & NFT_SET_MAP ? "map" : "set";
	const char *name = nftnl_set_get_str(s, NFTNL_SET_NAME);
	struct nlmsghdr *h = batch_add(b, NFT_MSG_NEWSET, NLM_F_CREATE, "%s %s", kind, name);

	/* Any number will do that no other set of the transaction has. */
	nftnl_set_set_u32(s, NFTNL_SET_ID, h->nlmsg_seq);
	nftnl_set_nlmsg_build_payload(h, s);
	put_elements(b, s, kind);
	nftnl_set_free(s);
}

static struct nftnl_set_elem *add_element(struct nftnl_set *s, const void *key, uint32_t len)
{
	struct nftnl_set_elem *e = batch_need(nftnl_set_elem_alloc());

	nftnl_set_elem_set(e, NFTNL_SET_ELEM_KEY, key, len);
	nftnl_set_elem_add(s, e);
	return e;
}

void set_add(struct nftnl_set *s, const void *key, uint32_t len)
{
	add_element(s, key, len);
}

void set_add_verdict(struct nftnl_set *s, const void *key, uint32_t len, int verdict,
		     const char *chain)
{
	struct nftnl_set_elem *e = add_element(s, key, len);

	nftnl_set_elem_set_u32(e, NFTNL_SET_ELEM_VERDICT, (uint32_t)verdict);
	if (chain)
		nftnl_set_elem_set_str(e, NFTNL_SET_ELEM_CHAIN, chain);
}

/* A range stands in an interval set as its first key and, as an end, the key behind its last. */
static void add_end(struct nftnl_set *s, const void *key, uint32_t len)
{
	struct nftnl_set_elem *e = add_element(s, key, len);

	nftnl_set_elem_set_u32(e, NFTNL_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
}

void set_add_port_verdict(struct nftnl_set *s, uint16_t first, uint16_t last, int verdict,
			  const char *chain)
{
	uint16_t start = htons(first);
	uint16_t end = htons((uint16_t)(last + 1));

	set_add_verdict(s, &start, sizeof(start), verdict, chain);
	if (last != UINT16_MAX)
		add_end(s, &end, sizeof(end));
}

struct range {
	uint8_t first[16];
	uint8_t last[16];
};

static int by_first(const void *a, const void *b)
{
	const struct range *x = a;
	const struct range *y = b;

	return memcmp(x->first, y->first, sizeof(x->first));
}

static struct range range_of(const struct prefix *net, uint32_t len)
{
	struct range r = { { 0 }, { 0 } };

	memcpy(r.first, net->addr.bytes, len);
	memcpy(r.last, net->addr.bytes, len);
	for (uint32_t bit = net->bits; bit < 8 * len; bit++)
		r.last[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	return r;
}

/* The address behind this one; false when it was the very last. */
static bool step(uint8_t *address, uint32_t len)
{
	while (len > 0) {
		if (++address[--len])
			return true;
	}
	return false;
}

/* Sorted ranges, of which those that overlap or touch become one: the kernel takes no overlaps. */
static size_t merge(struct range *ranges, size_t n, uint32_t len)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct range *r = kept ? &ranges[kept - 1] : NULL;
		uint8_t behind[16];

		if (r)
			memcpy(behind, r->last, sizeof(behind));
		if (!r || (step(behind, len) && memcmp(ranges[i].first, behind, len) > 0))
			ranges[kept++] = ranges[i];
		else if (memcmp(ranges[i].last, r->last, len) > 0)
			memcpy(r->last, ranges[i].last, len);
	}

	return kept;
}

void set_add_networks(struct nftnl_set *s, const struct prefix *nets, size_t n, uint8_t family)
{
	struct range *ranges = batch_need(calloc(n + 1, sizeof(*ranges)));
	uint32_t len = family == 4 ? 4 : 16;
	size_t n_ranges = 0;

	for (size_t i = 0; i < n; i++) {
		if (nets[i].addr.family == family)
			ranges[n_ranges++] = range_of(&nets[i], len);
	}
	qsort(ranges, n_ranges, sizeof(*ranges), by_first);
	n_ranges = merge(ranges, n_ranges, len);

	for (size_t i = 0; i < n_ranges; i++) {
		set_add(s, ranges[i].first, len);
		if (step(ranges[i].last, len))
			add_end(s, ranges[i].last, len);
	}
	free(ranges);
}
