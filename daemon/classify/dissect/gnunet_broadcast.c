/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <nettle/eddsa.h>
#include <nettle/sha2.h>
#include <string.h>

/*
 * GNUnet 0.20 and later in its own network: the UDP communicator tells of itself
 * with a datagram that is nothing but its key and a signature (Ed25519),
 *
 *   | sender's public key 32 | signature 64 |
 *
 * of what its receiver can put together himself (gnunet-communicator-udp.c, struct
 * UdpBroadcastSignature; the purpose's number is in GNUnet's registry):
 *
 *   | size 4: 104 | purpose 4: 34 | public key 32 | SHA-512 of the address 64 |
 *
 * The address is the sender's as a socket address without its port. IPv4 goes to
 * port 2086 always, IPv6 to ff05::13b; nothing else is worth the arithmetic. What
 * has a right signature is proof. All other traffic of these versions is enciphered.
 */
#define BEACON_LEN 96
#define KEY_LEN ED25519_KEY_SIZE
#define SIGNED_LEN (8 + KEY_LEN + SHA512_DIGEST_SIZE)
#define PORT 2086

/* As Linux and Windows have it: the family in the order of a small machine. */
#define FAMILY_4 2
#define FAMILY_6 10
#define SOCKET_4_LEN 16
#define SOCKET_6_LEN 28

static const uint8_t all_peers[16] = { 0xff, 0x05, [14] = 0x01, [15] = 0x3b };

static bool is_to_everybody(const struct view *v)
{
	enum side other = 1 - v->side;

	if (v->addr[other]->family == 6)
		return memcmp(v->addr[other]->bytes, all_peers, sizeof(all_peers)) == 0;
	return v->port[other] == PORT;
}

/* family 2, port 2, IPv4: address 4, zeros 8; IPv6: flow 4, address 16, scope 4 */
static size_t put_socket(uint8_t to[SOCKET_6_LEN], const struct addr *a)
{
	memset(to, 0, SOCKET_6_LEN);
	if (a->family == 6) {
		to[0] = FAMILY_6;
		memcpy(to + 8, a->bytes, 16);
		return SOCKET_6_LEN;
	}

	to[0] = FAMILY_4;
	memcpy(to + 4, a->bytes, 4);
	return SOCKET_4_LEN;
}

static bool has_signed(const uint8_t *key, const uint8_t *signature, const struct addr *a)
{
	static const uint8_t purpose[8] = { 0, 0, 0, SIGNED_LEN, 0, 0, 0, 34 };
	uint8_t message[SIGNED_LEN];
	uint8_t address[SOCKET_6_LEN];
	struct sha512_ctx hash;

	memcpy(message, purpose, sizeof(purpose));
	memcpy(message + sizeof(purpose), key, KEY_LEN);
	sha512_init(&hash);
	sha512_update(&hash, put_socket(address, a), address);
	sha512_digest(&hash, SHA512_DIGEST_SIZE, message + sizeof(purpose) + KEY_LEN);
	return ed25519_sha512_verify(key, sizeof(message), message, signature);
}

static bool prove(const struct view *v)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	const uint8_t *key = rd_take(&r, KEY_LEN);
	const uint8_t *signature = rd_take(&r, ED25519_SIGNATURE_SIZE);

	return signature && has_signed(key, signature, v->addr[v->side]);
}

static enum answer look(const struct view *v, struct finding *out)
{
	out->what = "signed beacon";
	return v->now.whole == BEACON_LEN && v->now.len == BEACON_LEN && is_to_everybody(v) ?
		ANSWER_YES : ANSWER_NO;
}

const struct dissector dissect_gnunet_broadcast = {
	.name = "gnunet broadcast",
	.proto = PROTO_GNUNET,
	.transports = TRANSPORT_UDP,
	.look = look,
	.prove = prove,
};
