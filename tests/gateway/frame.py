#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An innocent connection, and who speaks in its server's name.

usage: frame.py serve ADDRESS PORT                                echoes what it gets, TCP and UDP
       frame.py trickle tcp|udp ADDRESS PORT MY-PORT COUNT        says a little COUNT times; prints how many echoes came
       frame.py lie tcp|udp SERVER PORT TARGET TARGET-PORT TIMES  each forgery of forge.py in the server's name, so often
"""
import os
import selectors
import socket
import sys
import time

import forge

PAUSE = 0.1


def do_serve(address, port):
    selector = selectors.DefaultSelector()
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind((address, int(port)))
    listener = socket.create_server((address, int(port)))
    selector.register(udp, selectors.EVENT_READ)
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            sock = key.fileobj
            if sock is listener:
                selector.register(listener.accept()[0], selectors.EVENT_READ)
            elif sock is udp:
                data, who = udp.recvfrom(2000)
                udp.sendto(data, who)
            else:
                echo(selector, sock)


def echo(selector, sock):
    try:
        data = sock.recv(2000)
        sock.sendall(data)
    except OSError:
        data = b''
    if not data:
        selector.unregister(sock)
        sock.close()


def do_trickle(transport, address, port, my_port, count):
    """Few bytes at a time, so that the flow stays undecided for long."""
    kind = socket.SOCK_STREAM if transport == 'tcp' else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(('', int(my_port)))
        sock.settimeout(2)
        sock.connect((address, int(port)))
        if transport == 'tcp':
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        good = 0
        for _ in range(int(count)):
            said = os.urandom(2 if transport == 'tcp' else 40)
            good += is_echoed(sock, said)
            time.sleep(PAUSE)
        print(good)


def is_echoed(sock, said):
    """What a liar says in between is not the echo."""
    try:
        sock.send(said)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            if sock.recv(2000) == said:
                return True
    except OSError:
        pass
    return False


def do_lie(transport, server, port, target, target_port, times):
    sock = forge.raw(target)
    groups = ['tcp'] if transport == 'tcp' else ['made', 'table']
    packets = [p for g in groups for each in forge.group_of(g).values() for p in each]
    for _ in range(int(times)):
        for packet in packets:
            forge.send(sock, 6 if transport == 'tcp' else 17, server, int(port), target, int(target_port), packet)
    print(len(packets) * int(times))


def main():
    what, *rest = sys.argv[1:]
    {'serve': do_serve, 'trickle': do_trickle, 'lie': do_lie}[what](*rest)


if __name__ == '__main__':
    main()
