#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks to an echo at port 6000 for some seconds, five times a second: as SSH over TCP, or DNS over UDP.

usage: slowly.py ADDRESS tcp|udp SECONDS    prints how many answers came
"""
import socket
import sys
import time

address, kind, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
FIRST = {'tcp': b'SSH-2.0-OpenSSH_9.2\r\n',
         'udp': b'\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01'}
s = socket.socket(socket.AF_INET, {'tcp': socket.SOCK_STREAM, 'udp': socket.SOCK_DGRAM}[kind])
s.settimeout(2)
s.connect((address, 6000))
answers = 0
end = time.monotonic() + seconds
while time.monotonic() < end:
    try:
        s.send(FIRST[kind])
        answers += len(s.recv(2000)) > 0
    except OSError:
        pass
    time.sleep(0.2)
print(answers)
