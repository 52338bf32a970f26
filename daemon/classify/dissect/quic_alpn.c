/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <nettle/aes.h>
#include <nettle/ctr.h>
#include <nettle/hkdf.h>
#include <nettle/hmac.h>
#include <string.h>

#include "quic.h"

/*
 * Peer-to-peer protocols inside QUIC, by the application protocol that the
 * client's hello offers. The hello is in Initial packets, whose keys follow from
 * the first destination id (RFC 9001 5.2, RFC 9369 3.3), so that anybody can read
 * them. Their seal is not looked at: what is looked for does not come by chance.
 *
 *   | 1 1 type.. | version 4 | n | destination id | n | source id | token | length |
 *   | packet number 1 to 4, masked | frames, enciphered | seal 16 |
 */
#define FRAMES_MAX 1500
#define SAMPLE_AT 4			/* behind the packet number's beginning */
#define SEAL_LEN 16
#define IV_LEN 12
#define TLS_LABEL_MAX 16

static const struct version {
	uint32_t number;
	uint8_t initial;		/* the packet's type, of two bits */
	const char *salt;
	const char *key, *iv, *mask;	/* labels */
} versions[] = {
	{ QUIC_V1, 0,
	  "\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a",
	  "quic key", "quic iv", "quic hp" },
	{ QUIC_V2, 1,
	  "\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9",
	  "quicv2 key", "quicv2 iv", "quicv2 hp" },
};

#define N_VERSIONS (sizeof(versions) / sizeof(versions[0]))
#define SALT_LEN 20

/* Extension 16 of the hello with one name in its list. */
static const struct {
	const char *extension;
	uint8_t len;
	uint16_t proto;
	const char *what;
} names[] = {
#define EXTENSION(bytes) bytes, sizeof(bytes) - 1
	{ EXTENSION("\0\x10\0\x0a\0\x08\7bep/1.0"), PROTO_SYNCTHING, "quic hello: alpn bep/1.0" },
	{ EXTENSION("\0\x10\0\x09\0\7\6libp2p"), PROTO_IPFS, "quic hello: alpn libp2p" },
	{ EXTENSION("\0\x10\0\6\0\4\3smb"), PROTO_SMB3, "quic hello: alpn smb" },
};

#define N_NAMES (sizeof(names) / sizeof(names[0]))

struct initial {
	const struct version *version;
	struct rd id;			/* the destination's */
	uint8_t first;
	struct rd rest;			/* from the packet number on */
};

static const struct version *version_of(uint32_t number)
{
	for (size_t i = 0; i < N_VERSIONS; i++) {
		if (versions[i].number == number)
			return &versions[i];
	}

	return NULL;
}

static bool take_id(struct rd *r, struct rd *id)
{
	size_t n = rd_u8(r);
	const uint8_t *bytes = rd_take(r, n);

	*id = rd_of(bytes, bytes ? n : 0);
	return !r->shortfall && n <= QUIC_ID_MAX;
}

static bool open_initial(struct rd r, struct initial *p)
{
	struct rd source;
	uint64_t len;

	p->first = rd_u8(&r);
	p->version = version_of(rd_be32(&r));
	if (!p->version || (p->first & 0xf0) != (0xc0 | p->version->initial << 4) ||
	    !take_id(&r, &p->id) || !take_id(&r, &source))
		return false;

	len = quic_take_varint(&r);
	if (len > rd_left(&r))
		return false;
	rd_take(&r, len);		/* token */
	len = quic_take_varint(&r);
	if (r.shortfall || len < SAMPLE_AT + SEAL_LEN || rd_left(&r) < SAMPLE_AT + SEAL_LEN)
		return false;

	p->rest = rd_of(r.at, len < rd_left(&r) ? len : rd_left(&r));
	return true;
}

/* HKDF-Extract (RFC 5869 2.2) is HMAC alone. */
static void extract(const char *salt, struct rd of, uint8_t secret[SHA256_DIGEST_SIZE])
{
	struct hmac_sha256_ctx hmac;

	hmac_sha256_set_key(&hmac, SALT_LEN, (const uint8_t *)salt);
	hmac_sha256_update(&hmac, rd_left(&of), of.at);
	hmac_sha256_digest(&hmac, SHA256_DIGEST_SIZE, secret);
}

/* HKDF-Expand-Label (RFC 8446 7.1) */
static void expand(const uint8_t secret[SHA256_DIGEST_SIZE], const char *label, uint8_t size,
		   uint8_t *out)
{
	uint8_t info[3 + 6 + TLS_LABEL_MAX + 1];
	struct hmac_sha256_ctx hmac;
	size_t n = strlen(label);

	info[0] = 0;
	info[1] = size;
	info[2] = (uint8_t)(6 + n);
	memcpy(info + 3, "tls13 ", 6);
	memcpy(info + 9, label, n);
	info[9 + n] = 0;		/* no context */
	hmac_sha256_set_key(&hmac, SHA256_DIGEST_SIZE, secret);
	hkdf_expand(&hmac, (nettle_hash_update_func *)hmac_sha256_update,
		    (nettle_hash_digest_func *)hmac_sha256_digest, SHA256_DIGEST_SIZE, n + 10, info,
		    size, out);
}

struct keys {
	struct aes128_ctx packet, mask;
	uint8_t iv[AES_BLOCK_SIZE];	/* with room for the counter */
};

static void derive_keys(const struct initial *p, struct keys *k)
{
	uint8_t initial[SHA256_DIGEST_SIZE], client[SHA256_DIGEST_SIZE];
	uint8_t key[AES128_KEY_SIZE];

	extract(p->version->salt, p->id, initial);
	expand(initial, "client in", sizeof(client), client);
	expand(client, p->version->key, sizeof(key), key);
	aes128_set_encrypt_key(&k->packet, key);
	expand(client, p->version->mask, sizeof(key), key);
	aes128_set_encrypt_key(&k->mask, key);
	memset(k->iv, 0, sizeof(k->iv));
	expand(client, p->version->iv, IV_LEN, k->iv);
}

/* The frames of the packet, deciphered to `frames`, and their size. */
static size_t decipher(const struct initial *p, uint8_t frames[FRAMES_MAX])
{
	struct rd r = p->rest;
	struct rd sample = r;
	uint8_t mask[AES_BLOCK_SIZE];
	struct keys keys;
	size_t n_number, n;

	derive_keys(p, &keys);
	rd_take(&sample, SAMPLE_AT);
	aes128_encrypt(&keys.mask, sizeof(mask), mask, rd_take(&sample, sizeof(mask)));
	n_number = ((p->first ^ mask[0]) & 3) + 1;

	for (size_t i = 0; i < n_number; i++)
		keys.iv[IV_LEN - n_number + i] ^= rd_u8(&r) ^ mask[1 + i];
	keys.iv[AES_BLOCK_SIZE - 1] = 2;	/* 1 is the seal's */

	n = rd_left(&r) < FRAMES_MAX ? rd_left(&r) : FRAMES_MAX;
	ctr_crypt(&keys.packet, (nettle_cipher_func *)aes128_encrypt, AES_BLOCK_SIZE, keys.iv, n,
		  frames, rd_take(&r, n));
	return n;
}

static enum answer look(const struct view *v, struct finding *out)
{
	uint8_t frames[FRAMES_MAX];
	struct initial initial;
	struct rd r;

	if (v->side != SIDE_INITIATOR || !open_initial(rd_of(v->now.data, v->now.len), &initial))
		return ANSWER_NO;

	r = rd_of(frames, decipher(&initial, frames));
	for (size_t i = 0; i < N_NAMES; i++) {
		if (!rd_contains(&r, names[i].extension, names[i].len))
			continue;
		out->proto = names[i].proto;
		out->what = names[i].what;
		return ANSWER_YES;
	}

	/* A long hello takes two packets; the extension is in one of them. */
	return v->n_seen[SIDE_INITIATOR] || rd_contains(&r, "\0\x10\0", 3) ? ANSWER_NO :
		ANSWER_MORE;
}

const struct dissector dissect_quic_alpn = {
	.name = "quic alpn",
	.proto = PROTO_SYNCTHING,
	.transports = TRANSPORT_UDP,
	.FIRST("\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xc9\xca\xcb\xcc\xcd\xce\xcf"
	       "\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf"),
	.look = look,
};
