/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <nettle/sha2.h>
#include <string.h>

#include "plain.h"

/*
 * Bitcoin's network protocol, version 1, and the networks that took it over with
 * a magic number of their own. The first message of either side is "version":
 *
 *   offset  0       4                    16       20         24
 *           | magic | command, NUL-filled | length | checksum | payload |
 *
 *   version: | version 4 | services 8 | time 8 | receiver 26 | sender 26 | nonce 8 |
 *            | length 1 | user agent | ...
 *
 * The first clients had no checksum. Version 2 (BIP 324) is random to us. A chain whose
 * magic we do not know is likely one by its version message.
 */
#define COMMAND_LEN 12
#define CHECKSUM_LEN 4
#define LENGTH_MAX 0x02000000		/* of a message: MAX_SIZE */
#define AGENT_AT (24 + 80)
#define CUT_ENOUGH 8
#define VERSION_LEN_MIN 46		/* of the first clients */
#define VERSION_LEN_MAX 1024
#define VERSION_END 100000000		/* some chains begin at ten million */
#define LITECOIN_REGTEST 19444		/* its port; the others' is 18444 */

/* From each network's chain parameters (chainparams.cpp or its like). */
static const struct chain {
	char magic[5];
	uint16_t proto;
	bool shared;		/* several networks' private test chains begin so */
	const char *what;
} chains[] = {
	{ "\xf9\xbe\xb4\xd9", PROTO_BITCOIN, false, "bitcoin message" },
	{ "\x0b\x11\x09\x07", PROTO_BITCOIN, false, "bitcoin testnet3 message" },
	{ "\x1c\x16\x3f\x28", PROTO_BITCOIN, false, "bitcoin testnet4 message" },
	{ "\x0a\x03\xcf\x40", PROTO_BITCOIN, false, "bitcoin signet message" },
	{ "\xfa\xbf\xb5\xda", PROTO_BITCOIN, true, "regtest message" },
	{ "\xe3\xe1\xf3\xe8", PROTO_BITCOIN, false, "bitcoin cash message" },
	{ "\xf4\xe5\xf3\xf4", PROTO_BITCOIN, false, "bitcoin cash testnet message" },
	{ "\xf9\xbe\xb4\xfe", PROTO_BITCOIN, false, "namecoin message" },
	{ "\xbf\x0c\x6b\xbd", PROTO_BITCOIN, false, "dash message" },
	{ "\xfb\xc0\xb6\xdb", PROTO_LITECOIN, false, "litecoin message" },
	{ "\xfd\xd2\xc8\xf1", PROTO_LITECOIN, false, "litecoin testnet message" },
	{ "\xc0\xc0\xc0\xc0", PROTO_DOGECOIN, false, "dogecoin message" },
	{ "\xfc\xc1\xb7\xdc", PROTO_DOGECOIN, false, "dogecoin testnet message" },
	{ "\x24\xe9\x27\x64", PROTO_ZCASH, false, "zcash message" },
	{ "\xfa\x1a\xf9\xbf", PROTO_ZCASH, false, "zcash testnet message" },
	{ "\xaa\xe8\x3f\x5f", PROTO_ZCASH, false, "zcash regtest message" },
};

#define N_CHAINS (sizeof(chains) / sizeof(chains[0]))

/* What a program says it is, where its chain does not tell. */
static const struct {
	const char *agent;
	uint16_t proto;
} agents[] = {
	{ "/LitecoinCore:", PROTO_LITECOIN },
	{ "/Shibetoshi:", PROTO_DOGECOIN },
};

/* Those of Bitcoin's documentation and of BIP 31, 35, 37, 61, 130, 133, 152, 155, 157, 330, 339. */
static const char commands[][COMMAND_LEN + 1] = {
	"version", "verack", "addr", "addrv2", "sendaddrv2", "getaddr", "inv", "getdata",
	"notfound", "getblocks", "getheaders", "headers", "block", "tx", "mempool", "ping",
	"pong", "reject", "alert", "filterload", "filteradd", "filterclear", "merkleblock",
	"sendheaders", "feefilter", "sendcmpct", "cmpctblock", "getblocktxn", "blocktxn",
	"wtxidrelay", "getcfilters", "cfilter", "getcfheaders", "cfheaders", "getcfcheckpt",
	"cfcheckpt", "sendtxrcncl",
};

static bool is_known(const uint8_t *command)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (memcmp(command, commands[i], COMMAND_LEN) == 0)
			return true;
	}

	return false;
}

/* Small letters and digits, at least three, and NULs up to the command's length. */
static bool is_command(const uint8_t *command)
{
	size_t n = 0;

	while (n < COMMAND_LEN && ((command[n] >= 'a' && command[n] <= 'z') ||
				   (command[n] >= '0' && command[n] <= '9')))
		n++;
	if (n < 3)
		return false;
	while (n < COMMAND_LEN && !command[n])
		n++;

	return n == COMMAND_LEN;
}

/* The first bytes of the SHA-256 of the payload's SHA-256. */
static bool is_checksum(const uint8_t *sum, const uint8_t *payload, uint32_t length)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx sha;

	sha256_init(&sha);
	sha256_update(&sha, length, payload);
	sha256_digest(&sha, sizeof(digest), digest);
	sha256_update(&sha, sizeof(digest), digest);
	sha256_digest(&sha, sizeof(digest), digest);
	return memcmp(sum, digest, CHECKSUM_LEN) == 0;
}

/* A network's own command: its checksum must show that it is one. `r` stands before it. */
static enum answer look_unknown(const struct view *v, struct rd r, uint32_t length)
{
	const uint8_t *sum = rd_take(&r, CHECKSUM_LEN);
	const uint8_t *payload = rd_take(&r, length);

	if (r.shortfall)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	return is_checksum(sum, payload, length) ? ANSWER_YES : ANSWER_NO;
}

/*
 * Which of the networks that share a magic: what the user agent says, once it has
 * come. Until then, or where a capture is cut, it is likely the port's.
 */
static void tell_apart(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	const uint8_t *agent;
	size_t n;

	rd_take(&r, AGENT_AT);
	n = rd_u8(&r);
	agent = rd_take(&r, n);
	if (r.shortfall) {
		out->may_change = !v->full;
		out->confidence = CONFIDENCE_LIKELY;
		if (plain_port(v, LITECOIN_REGTEST))
			out->proto = PROTO_LITECOIN;
		return;
	}

	r = rd_of(agent, n);
	for (size_t i = 0; i < sizeof(agents) / sizeof(agents[0]); i++) {
		if (rd_contains(&r, agents[i].agent, strlen(agents[i].agent)))
			out->proto = agents[i].proto;
	}
}

/* A command that the capture has cut: of the two that come first. */
static bool is_cut_command(struct rd r)
{
	struct rd verack = r;

	if (rd_left(&r) < CUT_ENOUGH || rd_left(&r) >= COMMAND_LEN)
		return false;
	rd_expect(&r, "version\0\0\0\0", COMMAND_LEN);
	rd_expect(&verack, "verack\0\0\0\0\0", COMMAND_LEN);
	return r.shortfall || verack.shortfall;
}

/* A version message, as far as to its time: any magic. */
static bool is_version(const struct view *v)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	uint32_t length, version;

	rd_take(&r, 4);
	if (!rd_expect(&r, "version\0\0\0\0", COMMAND_LEN))
		return false;
	length = rd_le32(&r);
	rd_take(&r, 4);
	version = rd_le32(&r);
	return !r.shortfall && length >= VERSION_LEN_MIN && length <= VERSION_LEN_MAX &&
	       version && version < VERSION_END;
}

/* The chain whose magic `r` stands at, which is then read. */
static const struct chain *chain_of(struct rd *r)
{
	struct rd start = *r;
	bool may_come = false;

	for (size_t i = 0; i < N_CHAINS; i++) {
		*r = start;
		if (rd_expect(r, chains[i].magic, 4))
			return &chains[i];
		may_come |= r->shortfall;
	}

	r->shortfall = may_come;
	return NULL;
}

static enum answer look(const struct view *v, struct finding *out)
{
	struct rd r = rd_of(v->now.data, v->now.len);
	const struct chain *chain = chain_of(&r);
	const uint8_t *command;
	uint32_t length;

	if (!chain && is_version(v)) {
		out->what = "version message of another chain";
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}
	if (!chain)
		return r.shortfall && !v->full ? ANSWER_MORE : ANSWER_NO;

	if (v->full && is_cut_command(r)) {
		out->proto = chain->proto;
		out->what = chain->what;
		out->confidence = CONFIDENCE_LIKELY;
		return ANSWER_YES;
	}

	command = rd_take(&r, COMMAND_LEN);
	length = rd_le32(&r);
	if (command && !is_command(command))
		return ANSWER_NO;
	if (r.shortfall)
		return v->full ? ANSWER_NO : ANSWER_MORE;
	if (length > LENGTH_MAX)
		return ANSWER_NO;

	out->proto = chain->proto;
	out->what = chain->what;
	if (chain->shared && memcmp(command, "version", 8) == 0)
		tell_apart(v, out);
	return is_known(command) ? ANSWER_YES : look_unknown(v, r, length);
}

const struct dissector dissect_bitcoin = {
	.name = "bitcoin",
	.proto = PROTO_BITCOIN,
	.transports = TRANSPORT_TCP,
	.look = look,
};
