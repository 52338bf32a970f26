#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever speaks to ports 6000 to 6003, over TCP or UDP, gets back what it said."""
import selectors, socket
s = selectors.DefaultSelector()
for port in range(6000, 6004):
    t = socket.create_server(('', port))
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.bind(('', port))
    s.register(t, selectors.EVENT_READ, 'listen')
    s.register(u, selectors.EVENT_READ, 'udp')
for _ in range(10000):
    for key, _ in s.select(60):
        if key.data == 'listen':
            s.register(key.fileobj.accept()[0], selectors.EVENT_READ, 'tcp')
        elif key.data == 'udp':
            data, who = key.fileobj.recvfrom(2000)
            key.fileobj.sendto(data, who)
        else:
            data = key.fileobj.recv(2000)
            if data:
                key.fileobj.send(data)
            else:
                s.unregister(key.fileobj)
                key.fileobj.close()
