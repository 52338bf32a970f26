#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says each line of standard input once to an echo: "tcp HEX" or "udp HEX". Prints how many came back.

usage: say.py ADDRESS PORT    the first from PORT to port 6000, the next from one higher to 6001, …
"""
import socket
import sys

KINDS = {'tcp': socket.SOCK_STREAM, 'udp': socket.SOCK_DGRAM}
answers = 0
for i, line in enumerate(sys.stdin):
    kind, data = line.split()
    data = bytes.fromhex(data)
    s = socket.socket(socket.AF_INET, KINDS[kind])
    s.settimeout(2)
    s.bind(('', int(sys.argv[2]) + i))
    try:
        s.connect((sys.argv[1], 6000 + i))
        s.send(data)
        answers += s.recv(2000) == data
    except OSError:
        pass
    s.close()
print(answers)
