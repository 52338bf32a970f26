/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "../../daemon/classify/catalogue.h"
#include "../../daemon/classify/names.h"
#include "unit.h"

static const struct { const char *name; uint16_t proto; const char *suffix; } cases[] = {
	{ "router.bittorrent.com", PROTO_BITTORRENT, "router.bittorrent.com" },
	{ "web.utorrent.com", PROTO_BITTORRENT, "utorrent.com" },
	{ "UTorrent.COM", PROTO_BITTORRENT, "utorrent.com" },
	{ "utorrent.com.", PROTO_BITTORRENT, "utorrent.com" },
	{ "a.b.tracker.openwebtorrent.com", PROTO_WEBTORRENT, "tracker.openwebtorrent.com" },
	{ "server.slsknet.org", PROTO_SOULSEEK, "slsknet.org" },
	{ "HubList.PWiAM.com", PROTO_DIRECTCONNECT, "hublist.pwiam.com" },
	{ "x.gnutella.dyslexicfish.net", PROTO_GNUTELLA, "gnutella.dyslexicfish.net" },
	{ "www.emule-project.net", PROTO_EDONKEY, "emule-project.net" },
	{ "site.b32.i2p", PROTO_I2P, "i2p" },
	{ "noti2p", 0, NULL },
	{ "notutorrent.com", 0, NULL },
	{ "utorrent.com.example.org", 0, NULL },
	{ "orrent.com", 0, NULL },
	{ "com", 0, NULL },
	{ ".", 0, NULL },
	{ "..", 0, NULL },
	{ "", 0, NULL },
	{ "example.org", 0, NULL },
};

static void found(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *suffix = NULL;
		const struct protocol *p = names_find((const uint8_t *)cases[i].name,
						      strlen(cases[i].name), &suffix);

		UNIT_CHECK((p ? p->number : 0) == cases[i].proto, "%s: %s", cases[i].name,
			   p ? p->name : "nothing");
		if (p && cases[i].suffix)
			CU_ASSERT_STRING_EQUAL(suffix, cases[i].suffix);
	}
}

static void borrowed(void)
{
	static const uint8_t name[] = {
		'x', '.', 's', 'k', 'y', 'p', 'e', '.', 'c', 'o', 'm', 'z',
	};

	CU_ASSERT_PTR_NOT_NULL(names_find(name, sizeof(name) - 1, NULL));
	CU_ASSERT_PTR_NULL(names_find(name, sizeof(name), NULL));
	CU_ASSERT_PTR_NULL(names_find(NULL, 0, NULL));
}

static const struct unit_test tests[] = {
	{ "a name, below it, beside it", found },
	{ "bytes without an end", borrowed },
};

UNIT_MAIN("names", tests)
