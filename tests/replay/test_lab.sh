#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The captures of the lab against their labels, which come from what ran where. None
# may be named wrong, and no fewer right than when they were kept. UPDATE=1 keeps
# what comes of it now (pcaps/lab/manifest.tsv).

set -u
cd "$(dirname "$0")/../.." || exit 1

if [ ! -f pcaps/lab/manifest.tsv ]; then
	echo "skip lab captures: pcaps/lab/ is empty"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
exec tests/lab/table.py replay "${PEERWALL:-build/peerwall}" ${UPDATE:+update}
