#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cppcheck, shellcheck and the limits of the house style, over all that is ours.

cd "$(dirname "$0")/../.." || exit 1
status=0

mapfile -t sources < <(find daemon nft tests -name '*.c' -o -name '*.h' | sort)
mapfile -t scripts < <(find tests .ci -type f \( -name '*.sh' -o -path .ci/run -o -path tests/run -o -path tests/deps -o -path tests/lab/lab -o -path tests/lab/phase -o -path tests/lab/swarm -o -path tests/lab/swarm_run \) | sort)

echo "lint: style"
# Bytes, not letters, whatever awk this is: style.awk counts the columns itself.
LC_ALL=C awk -f tests/lint/style.awk "${sources[@]}" || status=1

echo "lint: shellcheck"
shellcheck -x "${scripts[@]}" || status=1

echo "lint: cppcheck"
cppcheck -q --std=c11 --language=c --enable=warning,performance,portability --inline-suppr \
	--error-exitcode=1 --suppress=missingIncludeSystem -I build/gen -I tests/unit \
	-j "$(nproc)" daemon nft tests/unit tests/bench tests/lab tests/accuracy tests/fuzz || status=1

[ $status = 0 ] && echo "lint: clean"
exit $status
