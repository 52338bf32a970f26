#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: terminal.py FIFO COMMAND…

Runs a program on a terminal of its own, 120 by 40, and types what others write into FIFO. What the program shows goes
to standard output. Ends with the program.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    child, terminal = pty.fork()
    if child == 0:
        os.environ['TERM'] = 'vt100'
        os.execvp(sys.argv[2], sys.argv[2:])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 120, 0, 0))
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    fifo = os.open(sys.argv[1], os.O_RDWR)      # so that it never ends
    while True:
        for ready in select.select([fifo, terminal], [], [])[0]:
            try:
                data = os.read(ready, 4096)
            except OSError:                     # the program has gone
                data = b''
            if not data:
                sys.exit(0)
            os.write(terminal if ready == fifo else 1, data)


main()
