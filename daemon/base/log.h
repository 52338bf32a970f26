/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_BASE_LOG_H
#define PEERWALL_BASE_LOG_H

/*
 * The log: "area: object: what (reason)", one line a call, to stderr (where
 * systemd's journal reads it). Every call keeps errno. Never any payload.
 */
enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO };

/* Lines above `level` are dropped; LOG_LEVEL_WARNING until it is called. */
void log_set_level(enum log_level level);

/* Before each line: "<3>" and so on, as systemd wants it. Off until called. */
void log_for_journal(void);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An error, with the text of errno behind it in brackets. */
void log_sys(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
