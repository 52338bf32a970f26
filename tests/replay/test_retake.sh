#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Captures taken otherwise: framed, cut and ordered in other ways, the flows stay what they are.

set -u
cd "$(dirname "$0")/../.." || exit 1
exec tests/replay/retake.py "${PEERWALL:-build/peerwall}"
