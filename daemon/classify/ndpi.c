/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ndpi.h"

#include <ctype.h>
#include <ndpi/ndpi_main.h>
#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "../base/pool.h"
#include "catalogue.h"

#define STATES_MAX 65536
#define NAME_MAX_LEN 32

/* nDPI 4.2 knows packets by five arguments; later releases add what is known beforehand. */
#if NDPI_MAJOR > 4 || (NDPI_MAJOR == 4 && NDPI_MINOR >= 4)
#define PROCESS_PACKET(m, f, p, len, ms) ndpi_detection_process_packet(m, f, p, len, ms, NULL)
#else
#define PROCESS_PACKET(m, f, p, len, ms) ndpi_detection_process_packet(m, f, p, len, ms)
#endif

#if NDPI_MAJOR > 4
#define INIT_MODULE() ndpi_init_detection_module(NULL)
#else
#define INIT_MODULE() \
	ndpi_init_detection_module(ndpi_dont_load_tor_hosts | ndpi_dont_init_libgcrypt)
#endif

struct ndpi_stage {
	struct ndpi_detection_module_struct *module;
	struct pool states;
	uint16_t proto[NDPI_MAX_SUPPORTED_PROTOCOLS];
	char name[NDPI_MAX_SUPPORTED_PROTOCOLS][NAME_MAX_LEN];
};

/* From nDPI's numbers to the catalogue, by name: numbers differ from release to release. */
static void learn_names(struct ndpi_stage *n)
{
	for (uint16_t id = 1; id < NDPI_MAX_SUPPORTED_PROTOCOLS; id++) {
		const char *name = ndpi_get_proto_name(n->module, id);
		const struct protocol *p = name ? catalogue_find_ndpi(name) : NULL;

		n->proto[id] = p ? p->number : 0;
		for (size_t i = 0; name && name[i] && i + 1 < NAME_MAX_LEN; i++)
			n->name[id][i] = (char)tolower((unsigned char)name[i]);
	}
}

struct ndpi_stage *ndpi_stage_new(void)
{
	struct ndpi_stage *n = calloc(1, sizeof(*n));
	NDPI_PROTOCOL_BITMASK all;

	if (!n)
		return NULL;

	n->module = INIT_MODULE();
	if (!n->module) {
		log_error("ndpi: module: cannot be set up (out of memory?)");
		free(n);
		return NULL;
	}

	NDPI_BITMASK_SET_ALL(all);
	ndpi_set_protocol_detection_bitmask2(n->module, &all);
	ndpi_finalize_initialization(n->module);
	pool_open(&n->states, ndpi_detection_get_sizeof_ndpi_flow_struct(), STATES_MAX);
	learn_names(n);
	return n;
}

void ndpi_stage_free(struct ndpi_stage *n)
{
	if (!n)
		return;
	ndpi_exit_detection_module(n->module);
	pool_close(&n->states);
	free(n);
}

/*
 * The application speaks first. What carries it names the flow where nDPI's application is
 * none of ours: TLS to some site is TLS, and a call by STUN is STUN. RTP is not believed: nDPI
 * takes one packet of two fixed bits for it, our own asks for two of one source.
 */
static struct ndpi_stage_answer answer_of(const struct ndpi_stage *n, ndpi_protocol found)
{
	uint16_t app = found.app_protocol ? found.app_protocol : found.master_protocol;
	uint16_t carrier = found.master_protocol;

	if (!app || app >= NDPI_MAX_SUPPORTED_PROTOCOLS || n->proto[app] == PROTO_RTP)
		return (struct ndpi_stage_answer){ 0 };
	if (n->proto[app])
		return (struct ndpi_stage_answer){ .proto = n->proto[app] };
	if (carrier && carrier < NDPI_MAX_SUPPORTED_PROTOCOLS && n->proto[carrier])
		return (struct ndpi_stage_answer){ .proto = n->proto[carrier] };
	return (struct ndpi_stage_answer){ .name = n->name[app] };
}

struct ndpi_stage_answer ndpi_stage_look(struct ndpi_stage *n, void **state, const struct packet *p)
{
	struct ndpi_flow_struct *flow = *state;
	ndpi_protocol found;

	if (!flow)
		flow = *state = pool_get(&n->states);
	if (!flow || p->ip_len > UINT16_MAX)
		return (struct ndpi_stage_answer){ 0 };

	found = PROCESS_PACKET(n->module, flow, p->ip, (uint16_t)p->ip_len,
			       (uint64_t)(p->time_us / 1000));
	if (flow->confidence != NDPI_CONFIDENCE_DPI)
		return (struct ndpi_stage_answer){ 0 };
	return answer_of(n, found);
}

void ndpi_stage_forget(struct ndpi_stage *n, void **state)
{
	if (!*state)
		return;
	ndpi_free_flow_data(*state);
	pool_put(&n->states, *state);
	*state = NULL;
}

const char *ndpi_stage_version(void)
{
	return ndpi_revision();
}
