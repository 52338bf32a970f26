/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_ACT_JSON_H
#define PEERWALL_ACT_JSON_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

struct record;

/* How every JSON text of peerwall is written: no blanks, microseconds exact. */
#define JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(16))

/* The record as one JSON object on one line, with the fields of csv_heading(). */
void json_row(FILE *out, const struct record *r);

/* Adds those fields to `object`. -1 when there is no memory. */
int json_add_record(json_t *object, const struct record *r);

/* A string of `text`, which need not be UTF-8; a time as seconds since 1970. */
json_t *json_text(const char *text);
json_t *json_seconds(int64_t us);

#endif
