#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: slsk.py server ADDRESS PORT
       slsk.py peer NAME ADDRESS SERVER PORT direct|indirect FILE

A small Soulseek network for tests, after the protocol notes of Nicotine+. The server knows logins, addresses, searches
and calls to connect. The peer shares one file: it goes to whoever searches for it, by itself or by way of the server,
and uploads it. Both say on standard output what happens.
"""
import asyncio
import hashlib
import os
import socket
import struct
import sys
import zlib

LOGIN, WAIT_PORT, ADDRESS, CONNECT, SEARCH = 1, 2, 3, 18, 26        # server messages
SEARCH_RESULT, TRANSFER, TRANSFER_ANSWER = 9, 40, 41                # peer messages
PIERCE, INIT = 0, 1                                                 # the first message of a connection
PEER_PORT = 2234


def u32(number):
    return struct.pack('<I', number)


def text(value):
    value = value if isinstance(value, bytes) else value.encode()
    return u32(len(value)) + value


def message(code, body=b''):
    return text(u32(code) + body)


def first(code, body):
    return text(bytes([code]) + body)


def address4(address):
    return socket.inet_aton(address)[::-1]


class Body:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        self.at += size
        return self.data[self.at - size:self.at]

    def u8(self):
        return self.take(1)[0]

    def u32(self):
        return struct.unpack('<I', self.take(4))[0]

    def text(self):
        return self.take(self.u32()).decode()


async def read(reader):
    return Body(await reader.readexactly(struct.unpack('<I', await reader.readexactly(4))[0]))


def say(*words):
    print(*words, flush=True)


# --- the server -----------------------------------------------------------------------------------------------------

class Server:
    def __init__(self):
        self.users = {}     # name -> writer, address, port

    async def serve(self, reader, writer):
        name, address = None, writer.get_extra_info('peername')[0]
        try:
            while True:
                body = await read(reader)
                code = body.u32()
                if code == LOGIN:
                    name = body.text()
                    self.users[name] = [writer, address, 0]
                    writer.write(message(LOGIN, b'\x01' + text('welcome to the lab') + address4(address)))
                    say('login', name, address)
                elif code == WAIT_PORT:
                    self.users[name][2] = body.u32()
                elif code == ADDRESS:
                    user = body.text()
                    _, there, port = self.users.get(user, (None, '0.0.0.0', 0))
                    writer.write(message(ADDRESS, text(user) + address4(there) + u32(port)))
                elif code == SEARCH:
                    ticket, query = body.take(4), body.text()
                    say('search', name, query)
                    for user, (to, _, _) in self.users.items():
                        if user != name:
                            to.write(message(SEARCH, text(name) + ticket + text(query)))
                elif code == CONNECT:
                    token, user, kind = body.take(4), body.text(), body.text()
                    _, _, port = self.users[name]
                    say('call', name, user, kind)
                    self.users[user][0].write(message(
                        CONNECT, text(name) + text(kind) + address4(address) + u32(port) + token + b'\0'))
        except (asyncio.IncompleteReadError, ConnectionError):
            self.users.pop(name, None)
            writer.close()


# --- the peer -------------------------------------------------------------------------------------------------------

class Peer:
    def __init__(self, name, indirect, path):
        self.name, self.indirect, self.path = name, indirect, path
        self.shared = 'music\\' + os.path.basename(path)
        self.results = {}       # token of a call -> who is called, the message for him
        self.waiting = {}       # who shall be visited -> the message for him

    async def live(self, server, port):
        reader, self.server = await asyncio.open_connection(server, port)
        proof = hashlib.md5(b'%s%s' % (self.name.encode(), b'secret')).hexdigest()
        self.server.write(message(LOGIN, text(self.name) + text('secret') + u32(160) + text(proof) + u32(1)))
        self.server.write(message(WAIT_PORT, u32(PEER_PORT)))
        while True:
            body = await read(reader)
            code = body.u32()
            if code == LOGIN:
                say('logged in')
            elif code == SEARCH:
                self.search(body.text(), body.take(4), body.text())
            elif code == ADDRESS:
                user, there, port = body.text(), socket.inet_ntoa(body.take(4)[::-1]), body.u32()
                asyncio.ensure_future(self.visit(user, there, port))

    def search(self, user, ticket, query):
        if not all(word in self.shared.lower() for word in query.lower().split()):
            return
        found = (text(self.name) + ticket + u32(1) + b'\x01' + text(self.shared) + struct.pack('<Q', os.path.getsize(self.path)) +
                 text('mp3') + u32(0) + b'\x01' + u32(100000) + u32(0))
        found = message(SEARCH_RESULT, zlib.compress(found))
        if self.indirect:
            token = os.urandom(4)
            self.results[token] = user, found
            self.server.write(message(CONNECT, token + text(user) + text('P')))
        else:
            self.waiting[user] = found
            self.server.write(message(ADDRESS, text(user)))

    async def visit(self, user, address, port):
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(address, port), 5)
            writer.write(first(INIT, text(self.name) + text('P') + u32(0)))
            await asyncio.sleep(0.5)
            await self.talk(reader, writer, user, self.waiting.pop(user))
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            say('cannot reach', user)

    async def serve(self, reader, writer):
        try:
            body = await read(reader)
            if body.u8() == PIERCE:
                user, found = self.results.pop(body.take(4))
                await self.talk(reader, writer, user, found)
            else:
                user, kind = body.text(), body.text()
                if kind == 'F':
                    await self.upload(reader, writer, user)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()

    async def talk(self, reader, writer, user, found):
        """A connection of kind P."""
        say('results to', user)
        writer.write(found)
        while True:
            body = await read(reader)
            if body.u32() == TRANSFER:
                body.u32()
                token = body.take(4)
                say('asked by', user, body.text())
                writer.write(message(TRANSFER_ANSWER, token + b'\x01' + struct.pack('<Q', os.path.getsize(self.path))))

    async def upload(self, reader, writer, user):
        offset = struct.unpack('<Q', await reader.readexactly(8))[0]
        with open(self.path, 'rb') as f:
            f.seek(offset)
            writer.write(f.read())
        await writer.drain()
        say('sent to', user)
        await reader.read()     # until it has gone


async def listen(serve, address, port):
    server = await asyncio.start_server(serve, address, port)
    async with server:
        await server.serve_forever()


async def main():
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == 'server':
        await listen(Server().serve, arguments[0], int(arguments[1]))
    else:
        name, address, server, port, how, path = arguments
        peer = Peer(name, how == 'indirect', path)
        await asyncio.gather(listen(peer.serve, address, PEER_PORT), peer.live(server, int(port)))


if len(sys.argv) not in (4, 8):
    sys.exit(__doc__)
asyncio.run(main())
