#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Datagrams that never repeat a flow.

usage: flood.py outside TARGET COUNT SECONDS      raw, each from another address and port; prints how many went out
       flood.py host TARGET COUNT SECONDS         from this host's own address, to another port each
"""
import ipaddress
import os
import random
import socket
import struct
import sys
import time

SIZE = 20
BATCH = 100


def paced(send, count, seconds):
    begin = time.monotonic()
    sent = 0
    for n in range(count):
        try:
            send(n)
            sent += 1
        except OSError:
            pass
        if n % BATCH == 0:
            ahead = begin + seconds * n / count - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
    print(sent)


def do_outside(target, count, seconds):
    sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    there = ipaddress.ip_address(target).packed
    payload = os.urandom(SIZE)

    def send(n):
        source = struct.pack('>I', 0xc6120000 + n % 60000)     # 198.18.0.0/15
        head = struct.pack('>BBHHHBBH', 0x45, 0, 28 + SIZE, n & 0xffff, 0, 64, 17, 0) + source + there
        udp = struct.pack('>HHHH', 1024 + random.randrange(60000), 1024 + n % 60000, 8 + SIZE, 0)
        sock.sendto(head + udp + payload, (target, 0))
    paced(send, count, seconds)


def do_host(target, count, seconds):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    paced(lambda n: sock.sendto(os.urandom(SIZE), (target, 1024 + n % 60000)), count, seconds)


def main():
    what, target, count, seconds = sys.argv[1:]
    {'outside': do_outside, 'host': do_host}[what](target, int(count), float(seconds))


if __name__ == '__main__':
    main()
