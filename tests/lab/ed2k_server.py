#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: ed2k_server.py ADDRESS PORT

A small eDonkey2000 server for TCP: login, offered files, sources. Who can be reached from here gets a high id. Who
begins with anything but a frame gets eMule's obfuscation. It says on standard output who comes, and what is asked.
"""
import asyncio
import hashlib
import os
import socket
import struct
import sys
import zlib

SUPPORTS, REQUESTS, REQUIRES = 0x200, 0x400, 0x800      # obfuscation, in a login's tag 0x20
FLAGS = 0x0001 | 0x0008 | 0x0400                        # compression, new tags, sources with obfuscation

PLAIN = (0xe3, 0xc5, 0xd4)
SYNC = struct.pack('<I', 0x835e6fc4)                    # both begin with it, enciphered
PRIME = int('f2bf52c55f587add5371a936e886eb3c6217a33ec34cb40dc73a41a643affce721fc286366535bdbce259f2286da4a91'
            'b207cbaa5255d4f61cceaed45ad5e0747df7781828105f340f762387f88b289142fb42688f05150f548b5f436af70df3', 16)

offers = {}     # file hash -> clients


class Rc4:
    def __init__(self, secret, salt):
        key = hashlib.md5(secret + bytes([salt])).digest()
        self.box, self.i, self.j = list(range(256)), 0, 0
        j = 0
        for i in range(256):
            j = (j + self.box[i] + key[i % 16]) & 255
            self.box[i], self.box[j] = self.box[j], self.box[i]
        self.crypt(bytes(1024))

    def crypt(self, data):
        box, out = self.box, bytearray(data)
        for n in range(len(out)):
            self.i = (self.i + 1) & 255
            self.j = (self.j + box[self.i]) & 255
            box[self.i], box[self.j] = box[self.j], box[self.i]
            out[n] ^= box[(box[self.i] + box[self.j]) & 255]
        return bytes(out)


class Obfuscated:
    """Reader and writer at once: Diffie-Hellman, then RC4, one key each way."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    async def agree(self):
        theirs = int.from_bytes(await self.reader.readexactly(96), 'big')
        await self.reader.readexactly((await self.reader.readexactly(1))[0])
        mine = int.from_bytes(os.urandom(16), 'big')
        secret = pow(theirs, mine, PRIME).to_bytes(96, 'big')
        self.incoming, self.outgoing = Rc4(secret, 34), Rc4(secret, 203)
        self.writer.write(pow(2, mine, PRIME).to_bytes(96, 'big'))
        self.write(SYNC + bytes([0, 0, 7]) + os.urandom(7))
        if await self.readexactly(4) != SYNC:
            raise ConnectionError('no obfuscation either')
        await self.readexactly((await self.readexactly(2))[1])
        print('obfuscated', flush=True)

    async def readexactly(self, size):
        return self.incoming.crypt(await self.reader.readexactly(size))

    def write(self, data):
        self.writer.write(self.outgoing.crypt(data))

    def get_extra_info(self, what):
        return self.writer.get_extra_info(what)

    def close(self):
        self.writer.close()


class Client:
    next_low = 1

    def __init__(self, writer):
        self.writer = writer
        self.hash, self.id, self.port, self.flags = b'', 0, 0, 0

    def send(self, opcode, body):
        self.writer.write(struct.pack('<BIB', 0xe3, 1 + len(body), opcode) + body)

    async def login(self, body):
        self.hash, _, self.port = struct.unpack_from('<16sIH', body)
        self.flags = dict(tags(body, 22)).get(0x20, 0)
        address = self.writer.get_extra_info('peername')[0]
        self.id = struct.unpack('<I', socket.inet_aton(address))[0] if await reachable(address, self.port) else Client.next_low
        Client.next_low += 1
        print('login from %s port %d: %s id' % (address, self.port, 'low' if self.id < 1 << 24 else 'high'), flush=True)
        text = b'welcome to the lab'
        self.send(0x38, struct.pack('<H', len(text)) + text)
        self.send(0x40, struct.pack('<II', self.id, FLAGS))
        self.send(0x34, struct.pack('<II', 2, len(offers)))

    async def offer(self, body):
        at = 4
        for _ in range(struct.unpack_from('<I', body)[0]):
            offers.setdefault(body[at:at + 16], set()).add(self)
            print('offered', body[at:at + 16].hex(), flush=True)
            at = end_of_tags(body, at + 22)

    async def sources(self, body, obfuscated=False):
        have = [c for c in offers.get(body[:16], ()) if c is not self]
        print('asked for', body[:16].hex(), 'known', len(have), flush=True)
        answer = body[:16] + bytes([len(have)])
        for c in have:
            answer += struct.pack('<IH', c.id, c.port)
            if obfuscated:
                can = bool(c.flags & SUPPORTS)
                answer += bytes([can | bool(c.flags & REQUESTS) << 1 | bool(c.flags & REQUIRES) << 2 | can << 7])
                answer += c.hash if can else b''
        self.send(0x44 if obfuscated else 0x42, answer)

    async def sources_obfuscated(self, body):
        await self.sources(body, True)

    async def callback(self, body):
        """A low id is asked to call."""
        for clients in offers.values():
            for c in clients:
                if c.id == struct.unpack_from('<I', body)[0]:
                    c.send(0x35, struct.pack('<IH', self.id, self.port))
                    return

    takes = {0x01: login, 0x15: offer, 0x19: sources, 0x23: sources_obfuscated, 0x1c: callback}


def tag_at(body, at):
    """name, value, end of the tag there"""
    kind = body[at]
    if kind & 0x80:
        name, at, kind = body[at + 1], at + 2, kind & 0x7f
    else:
        size = struct.unpack_from('<H', body, at + 1)[0]
        name, at = body[at + 3:at + 3 + size], at + 3 + size
        name = name[0] if size == 1 else name
    if kind == 2:
        size = struct.unpack_from('<H', body, at)[0]
        return name, body[at + 2:at + 2 + size], at + 2 + size
    if 0x11 <= kind <= 0x20:
        return name, body[at:at + kind - 0x10], at + kind - 0x10
    size = {1: 16, 3: 4, 4: 4, 8: 2, 9: 1, 11: 8}[kind]
    return name, int.from_bytes(body[at:at + size], 'little'), at + size


def tags(body, at):
    count, at = struct.unpack_from('<I', body, at)[0], at + 4
    for _ in range(count):
        name, value, at = tag_at(body, at)
        yield name, value


def end_of_tags(body, at):
    count, at = struct.unpack_from('<I', body, at)[0], at + 4
    for _ in range(count):
        at = tag_at(body, at)[2]
    return at


async def reachable(address, port):
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(address, port), 2)
        writer.close()
        return True
    except (OSError, asyncio.TimeoutError):
        return False


async def serve(reader, writer):
    client = Client(writer)
    try:
        begin = await reader.readexactly(1)
        if begin[0] not in PLAIN:
            client.writer = reader = Obfuscated(reader, writer)
            await reader.agree()
            begin = await reader.readexactly(1)
        while True:
            protocol, length = struct.unpack('<BI', begin + await reader.readexactly(5 - len(begin)))
            begin = b''
            frame = await reader.readexactly(length)
            body = zlib.decompress(frame[1:]) if protocol == 0xd4 else frame[1:]
            if frame[0] in Client.takes:
                await Client.takes[frame[0]](client, body)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    for clients in offers.values():
        clients.discard(client)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, sys.argv[1], int(sys.argv[2]))
    async with server:
        await server.serve_forever()


if len(sys.argv) != 3:
    sys.exit(__doc__)
asyncio.run(main())
