#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a file has arrived, over time.

usage: swarm_share.py SIZE SECONDS STEP COUNTER FILE…

Prints "seconds bytes counter" every STEP seconds, until all SIZE bytes are there or SECONDS are over. The file has no zero
byte, so holes and what was reserved do not count; it is the first of FILE… that is there. COUNTER is a file
with a number: the bytes that have left the gateway for the client.
"""
import os
import sys
import time


def arrived(names):
    for name in names:
        if os.path.exists(name):
            with open(name, 'rb') as f:
                data = f.read()
            return len(data) - data.count(0)
    return 0


def main():
    size, seconds, step, counter, names = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), sys.argv[4], sys.argv[5:]
    begun = time.monotonic()
    while True:
        passed = time.monotonic() - begun
        got = arrived(names)
        with open(counter) as f:
            sent = int(f.read())
        print('%.1f %d %d' % (passed, got, sent), flush=True)
        if got >= size or passed >= seconds:
            return
        time.sleep(step)


if __name__ == '__main__':
    main()
