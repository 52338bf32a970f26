/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_TESTS_UNIT_H
#define PEERWALL_TESTS_UNIT_H

#include <CUnit/Basic.h>
#include <stdio.h>

/*
 * What every unit test's main ends with: a suite of named tests, run, and the
 * closing line that tests/run adds up.
 */
struct unit_test {
	const char *name;
	void (*run)(void);
};

static inline int unit_run(const char *suite, const struct unit_test *tests, size_t n)
{
	CU_pSuite s;
	unsigned int failed;

	if (CU_initialize_registry() != CUE_SUCCESS || !(s = CU_add_suite(suite, NULL, NULL)))
		return 1;
	for (size_t i = 0; i < n; i++) {
		if (!CU_add_test(s, tests[i].name, tests[i].run))
			return 1;
	}

	CU_basic_set_mode(CU_BRM_NORMAL);
	CU_basic_run_tests();
	failed = CU_get_number_of_tests_failed();
	printf("%u passed, %u failed, 0 skipped\n", CU_get_number_of_tests_run() - failed, failed);
	CU_cleanup_registry();
	return failed ? 1 : 0;
}

#define UNIT_MAIN(suite, tests) \
	int main(void) { return unit_run(suite, tests, sizeof(tests) / sizeof((tests)[0])); }

/* A condition with its story: where several cases go through one function. */
#define UNIT_CHECK(condition, ...)                              \
	do {                                                    \
		if (!(condition)) {                             \
			fprintf(stderr, "    " __VA_ARGS__);    \
			fprintf(stderr, "\n");                  \
		}                                               \
		CU_ASSERT(condition);                           \
	} while (0)

#endif
