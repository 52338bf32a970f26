#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal for a program that insists on one.

usage: terminal.py ORDERS PROGRAM…     what comes out of the FIFO named ORDERS is typed; what the program shows is printed
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios


def main():
    orders = os.open(sys.argv[1], os.O_RDWR)
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ['TERM'] = 'xterm'
        os.execvp(sys.argv[2], sys.argv[2:])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 160, 0, 0))
    while True:
        ready, _, _ = select.select([orders, terminal], [], [])
        if orders in ready:
            os.write(terminal, os.read(orders, 4096))
        if terminal in ready:
            try:
                shown = os.read(terminal, 65536)
            except OSError:
                return
            os.write(1, shown)


if __name__ == '__main__':
    main()
