#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: amule_files.py DIRECTORY NAME [server:ADDRESS] [ADDRESS:NAME…]

Writes what aMule would else make up by chance: its user hash (preferences.dat), its Kad id (preferencesKad.dat), both
from NAME, and the Kad nodes it is to begin with (nodes.dat), by address and NAME; all of them on UDP port 4672. And a
server that has obfuscation (server.met), on TCP port 4661.
"""
import hashlib
import ipaddress
import os
import struct
import sys


def user_hash(name):
    h = bytearray(hashlib.md5(b'user ' + name.encode()).digest())
    h[5], h[14] = 0x0e, 0x6f
    return bytes(h)


def number128(name):
    """A Kad id as files have it: four little-endian words."""
    return struct.pack('<4I', *struct.unpack('>4I', hashlib.md5(b'kad ' + name.encode()).digest()))


def node(address, name):
    ip = int(ipaddress.IPv4Address(address))
    return number128(name) + struct.pack('<IHHBIIB', ip, 4672, 4662, 8, 0, 0, 1)


def server(address):
    def tag(name, value):
        return struct.pack('<BHBI', 3, 1, name, value)
    return ipaddress.IPv4Address(address).packed + struct.pack('<HI', 4661, 2) + tag(0x97, 4661) + tag(0x92, 0x400)


def main():
    directory, name, *nodes = sys.argv[1:]
    servers = [n.split(':')[1] for n in nodes if n.startswith('server:')]
    nodes = [n for n in nodes if not n.startswith('server:')]
    files = {
        'preferences.dat': b'\x14' + user_hash(name),
        'preferencesKad.dat': struct.pack('<IH', 0, 0) + number128(name) + b'\0',
        'nodes.dat': struct.pack('<III', 0, 2, len(nodes)) + b''.join(node(*n.split(':')) for n in nodes),
    }
    if servers:
        files['server.met'] = struct.pack('<BI', 0xe0, len(servers)) + b''.join(server(s) for s in servers)
    for file, data in files.items():
        with open(os.path.join(directory, file), 'wb') as f:
            f.write(data)
    print(user_hash(name).hex().upper())


if len(sys.argv) < 3:
    sys.exit(__doc__)
main()
