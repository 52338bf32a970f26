#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: nmdc_hub.py ADDRESS PORT

A small NeoModus Direct Connect hub: login without a password, user list, chat, searches and calls to connect, after
https://nmdc.sourceforge.io/NMDC.html. It says on standard output who comes and goes.
"""
import asyncio
import sys

LOCK = b'EXTENDEDPROTOCOLABCABCABCABCABCABC Pk=LAB0001'
NAME = b'The lab'

users = {}      # nick -> User, those who are logged in


class User:
    def __init__(self, writer):
        self.writer = writer
        self.nick = None
        self.info = b''
        self.in_list = False

    def send(self, *commands):
        self.writer.write(b''.join(c + b'|' for c in commands))

    # --- what a user may say ------------------------------------------------------

    def supports(self, _):
        self.send(b'$Supports NoGetINFO NoHello UserIP2')

    def validate_nick(self, nick):
        nick = nick.strip()
        if not nick or nick in users:
            self.send(b'$ValidateDenide ' + nick)
            return
        self.nick = nick
        users[nick] = self
        self.send(b'$Hello ' + nick)
        print('in', nick.decode(), flush=True)

    def get_nick_list(self, _):
        self.send(b'$NickList ' + b''.join(n + b'$$' for n in users), b'$OpList ',
                  *(u.info for u in users.values() if u.info))

    def my_info(self, rest):
        self.info = b'$MyINFO ' + rest
        to_all(self.info)

    def get_info(self, rest):
        other = users.get(rest.split(b' ')[0])
        if other and other.info:
            self.send(other.info)

    def search(self, rest):
        to_all(b'$Search ' + rest, but=self)

    def search_result(self, rest):
        result, _, nick = rest.rpartition(b'\x05')
        self.pass_on(nick, b'$SR ' + result)

    def connect_to_me(self, rest):
        self.pass_on(rest.split(b' ')[0], b'$ConnectToMe ' + rest)

    def reverse_connect_to_me(self, rest):
        self.pass_on(rest.split(b' ')[-1], b'$RevConnectToMe ' + rest)

    def private(self, rest):
        self.pass_on(rest.split(b' ')[0], b'$To: ' + rest)

    def pass_on(self, nick, command):
        print(self.nick.decode(), 'to', nick.decode(), command.split(b' ')[0].decode(), flush=True)
        if nick in users:
            users[nick].send(command)

    says = {
        b'$Supports': supports, b'$ValidateNick': validate_nick, b'$GetNickList': get_nick_list, b'$MyINFO': my_info,
        b'$GetINFO': get_info, b'$Search': search, b'$SR': search_result, b'$ConnectToMe': connect_to_me,
        b'$RevConnectToMe': reverse_connect_to_me, b'$To:': private,
    }

    def take(self, command):
        word, _, rest = command.partition(b' ')
        if command.startswith(b'<'):
            to_all(command)
        elif word in self.says and (self.nick or word in (b'$Supports', b'$ValidateNick')):
            self.says[word](self, rest)


def to_all(command, but=None):
    for user in users.values():
        if user is not but:
            user.send(command)


async def serve(reader, writer):
    user = User(writer)
    user.send(b'$Lock ' + LOCK, b'$HubName ' + NAME)
    try:
        while True:
            user.take((await reader.readuntil(b'|'))[:-1])
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        pass
    if user.nick:
        del users[user.nick]
        to_all(b'$Quit ' + user.nick)
        print('out', user.nick.decode(), flush=True)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, sys.argv[1], int(sys.argv[2]))
    async with server:
        await server.serve_forever()


if len(sys.argv) != 3:
    sys.exit(__doc__)
asyncio.run(main())
