#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Innocent talkers: protocols that are random from byte 0 on, or nearly, with the message sizes of real ones.

usage: talk.py serve SEED PORT KIND[@PORT]…
       talk.py speak SEED ADDRESS[+MORE][,…] PORT COUNT KIND[@PORT]…
       talk.py kinds

The N-th KIND has port PORT + N, or its own. `serve` takes all of them, on every address, IPv4 and IPv6, until it is
ended. `speak` opens COUNT connections to each address and kind, all at the same time, and prints a line "KIND PORT ADDRESS
RIGHT COUNT" for each; 192.0.2.1+9 are ten addresses. Right is a connection when both ends got every byte that was to
come. Its status is 0 if all were right. What is said follows from SEED, the kind, and a number that the client draws: 8 bytes
of its first message, random as those around them.

Environment: WAIT, seconds without a byte; AT_ONCE, connections at a time; FROM, the client's port of the first connection,
the next has one higher.
"""
import hashlib
import ipaddress
import itertools
import os
import random
import socket
import ssl
import struct
import sys
import threading
import time

WAIT = float(os.environ.get('WAIT', 6))
AT_ONCE = int(os.environ.get('AT_ONCE', 60))
FROM = int(os.environ.get('FROM', 0))
NONCE = 8
MSS = 1448
KINDS = {}


class Broken(Exception):
    """The other end sent something else, or nothing more."""


# --- what is said --------------------------------------------------------------
#
# A TCP kind yields turns: (side, [sizes of its segments]), side 'C' or 'S'; ('CS', sizes of C, sizes of S) where both
# speak at once; (side, TOTAL, EVERY, ACKS), a bulk: that side sends TOTAL bytes, and each time the other has got EVERY
# of them it sends one message, of the next size of ACKS, an endless iterator; ('pause', SECONDS). A UDP kind yields
# (bytes of C, size of C, bytes of S, size of S, pause): a datagram that begins with these bytes and has that size, and
# its answer.

def kind(transport, prefix=b'', name=None):
    def add(turns):
        KINDS[name or turns.__name__.replace('_', '-')] = (transport, prefix, turns)
        return turns
    return add


def chatter(r, low, high, n):
    """N questions and answers of random sizes."""
    for _ in range(n):
        yield 'C', [r.randint(low, high)]
        yield 'S', [r.randint(low, high)]


def segments(total):
    return [MSS] * (total // MSS) + [total % MSS] * (total % MSS > 0)


@kind('tcp')
def mtproto(r):
    """Telegram, obfuscated2 + padded intermediate: flights as captured of a client, 345, 105, 386 and 773 bytes. Then
    containers with acks: 4 + 8 + 16 + 16n, and 0 to 15 of padding."""
    for side, size in zip('CSCS', (345, 105, 386, 773)):
        yield side, [size]
    for _ in range(3):
        yield 'C', [28 + 16 * r.randint(3, 12) + r.randint(0, 15)]
        yield 'S', [28 + 16 * r.randint(3, 60) + r.randint(0, 15)]
    yield 'S', 64000, 16384, iter(lambda: 28 + 16 * r.randint(5, 8) + r.randint(0, 15), 0)


@kind('tcp')
def mtproto_short(r):
    """The same without the download: a client that looks whether there is news."""
    for side, size in zip('CSCS', (345, 105, 386, 773)):
        yield side, [size]
    yield from chatter(r, 90, 400, 4)


@kind('tcp')
def look_alike(r):
    """An obfuscated protocol of random padding: two flights of 96 to 608 bytes, a third of 56 or more, a fourth of 14
    or more, as those of MSE; requests and data after it, of any size."""
    yield 'C', [r.randint(96, 608)]
    yield 'S', [r.randint(96, 608)]
    yield 'C', [r.randint(56, 700)]
    yield 'S', [r.randint(14, 700)]
    yield from chatter(r, 20, 600, 6)
    yield 'S', 80000, 8192, iter(lambda: r.randint(20, 300), 0)
    yield 'C', 20000, 8192, iter(lambda: r.randint(20, 300), 0)


@kind('tcp')
def look_alike_up(r):
    """The same, and the client sends the data."""
    yield 'C', [r.randint(96, 608)]
    yield 'S', [r.randint(96, 608)]
    yield 'C', [r.randint(56, 700)]
    yield 'S', [r.randint(14, 700)]
    yield 'C', 90000, 8192, iter(lambda: r.randint(20, 300), 0)


@kind('tcp')
def random_tcp(r):
    """Both at once, in pieces as tests/lab/random_bytes.py writes them."""
    sizes = (1, 3, 20, 62, 68, 100, 300, 1000, 1400)
    yield ('CS', [NONCE] + [r.choice(sizes) for _ in range(r.randint(4, 20))],
           [r.choice(sizes) for _ in range(r.randint(4, 20))])
    yield from chatter(r, 1, 1400, 5)


def chunk(*payload):
    """Shadowsocks AEAD (SIP004): length 2 + tag 16, payload + tag 16."""
    return sum(2 + 16 + n + 16 for n in payload)


@kind('tcp')
def shadowsocks(r):
    """Shadowsocks AEAD, salt 32 and the address 7, with HTTP in it: a request, its answer, and two more."""
    yield 'C', [32 + chunk(7 + r.randint(70, 400))]
    yield 'S', [32 + chunk(r.randint(150, 300))] + segments(chunk(r.randint(2000, 9000)))
    for _ in range(2):
        yield 'C', [chunk(r.randint(70, 400))]
        yield 'S', segments(chunk(r.randint(1000, 16000)))


@kind('tcp')
def shadowsocks_tls_h2(r):
    """The same with TLS 1.3 resumed and HTTP/2 in it. Flights: 32 + 34 + 7 + ClientHello 517 = 590; ServerHello 128,
    CCS 6, EncryptedExtensions and Finished 36 + 74; CCS 6, Finished 74 and the request; the answer. All fit the shape of
    MSE. Each WINDOW_UPDATE (13) is a record of 35 bytes, with its chunk 69 = 3 * 17 + 2 * 9; a request may be any size."""
    yield 'C', [32 + chunk(7 + 517)]
    yield 'S', [32 + chunk(128 + 6 + 36 + 74)]
    yield 'C', [chunk(6 + 74), chunk(22 + r.randint(90, 300))]
    yield 'S', [chunk(22 + 45), chunk(22 + 9)]
    for _ in range(2):
        yield 'C', [chunk(22 + r.randint(60, 200))]
        yield 'S', 50000, 8192, itertools.repeat(chunk(22 + 13))


@kind('tcp')
def shadowsocks_ssh(r):
    """The same with `ssh host cat FILE` in it, as captured of shadowsocks-libev and OpenSSH 9.2: a chunk adds 34 = 2 * 17,
    so SSH's small packets, 36 + 8n, are 70 = 34 + 4 * 9, 78 = 51 + 3 * 9, 86, 94, and 102 = 6 * 17: those of BitTorrent."""
    yield from ssh_begins()
    yield 'C', [102]
    yield 'S', [106]
    yield 'C', [70]
    yield 'S', 400000, 65536 + 4096 * r.randint(0, 4), itertools.repeat(70)


def ssh_begins():
    """Up to the authenticated session; keys of sntrup761 and Ed25519."""
    flights = ((73, 75), (107,), (1448, 146), (1122,), (1242,), (1448, 150), (50, 78), (78,), (94,), (110,), (174,), (134,),
               (342,), (62,), (146,), (282, 210))
    for side, sizes in zip(itertools.cycle('CS'), flights):
        yield side, list(sizes)


@kind('tcp')
def shadowsocks_scp(r):
    """The same with `scp -r` of small files in it: SFTP's questions are 86, 102, 110 and 118 bytes."""
    yield from ssh_begins()
    for size in (86, 78, 102, 102, 102, 110):
        yield 'C', [size]
        yield 'S', [r.choice((70, 78, 86, 110))]
    for _ in range(16):
        yield 'C', [r.choice((102, 102, 86, 118))]
        yield 'S', segments(34 + 20 + 8 * r.randint(100, 900))


@kind('tcp')
def shadowsocks_2022(r):
    """SIP022: salt 32, header 11 + 16, address 7 and padding 2 + 0…900 + 16; answer: salt 32, header 43 + 16."""
    yield 'C', [32 + 11 + 16 + 7 + 2 + r.randint(0, 900) + r.randint(0, 400) + 16]
    yield 'S', [32 + 43 + 16 + r.randint(100, 1200) + 16]
    for _ in range(3):
        yield 'C', [chunk(r.randint(70, 500))]
        yield 'S', segments(chunk(r.randint(1000, 16000)))


@kind('tcp')
def vmess(r):
    """VMess AEAD: id 16, length 2 + 16, nonce 8, header 41 + … + 16; answer: 2 + 16 + 4 + 16; chunks: length 2, tag 16,
    and padding of 0 to 63."""
    yield 'C', [16 + 18 + 8 + 45 + r.randint(0, 15) + 7 + 16 + 2 + r.randint(70, 400) + 16 + r.randint(0, 63)]
    yield 'S', [38 + 2 + r.randint(200, 1000) + 16 + r.randint(0, 63)]
    for _ in range(4):
        yield 'C', [2 + r.randint(60, 400) + 16 + r.randint(0, 63)]
        yield 'S', segments(2 + r.randint(1000, 8000) + 16 + r.randint(0, 63))


@kind('tcp')
def obfs4(r):
    """obfs4: client key 32, padding 85…, mark 16, MAC 16; server key 32, auth 32, padding, mark, MAC, and a frame with
    its seed of 45; then frames of 2 + 16 + 3 + payload, padded to lengths that the seed draws. Inside: TLS of Tor."""
    yield 'C', [32 + r.randint(85, 560) + 32]
    yield 'S', [64 + r.randint(0, 500) + 32 + 45]
    for _ in range(4):
        yield 'C', [r.randint(21, 1448)]
        yield 'S', [r.randint(21, 1448)]
    yield 'S', 70000, 8192, iter(lambda: 21 + 514 + 29 + r.randint(0, 800), 0)


@kind('tcp')
def scramblesuit(r):
    """ScrambleSuit, obfs3: a UniformDH key of 192, padding, mark 16, MAC 16, both ways; frames of 21 + payload."""
    yield 'C', [192 + r.randint(0, 384) + 32]
    yield 'S', [192 + r.randint(0, 384) + 32]
    yield from chatter(r, 21, 1448, 6)
    yield 'S', 60000, 8192, iter(lambda: r.randint(21, 1448), 0)


@kind('tcp')
def bip324(r):
    """Bitcoin's v2 transport: key 64, garbage 0…4095 (here those that fit MSE), terminator 16, version packet 20;
    packets of 20 + 1 + payload: getdata of n things is 22 + 36n, ping 29."""
    yield 'C', [64 + r.randint(32, 544)]
    yield 'S', [64 + r.randint(32, 500) + 16 + 20]
    yield 'C', [16 + 20 + 21 + 102]
    yield 'S', [21 + 102, 21, 29]
    for _ in range(8):
        yield 'C', [22 + 36 * r.randint(1, 16)]
        yield 'S', segments(21 + r.randint(250, 9000))


@kind('tcp')
def lightning(r):
    """Lightning (BOLT 8): acts of 50, 50 and 66 bytes, then 18 + length + 16."""
    yield 'C', [50]
    yield 'S', [50]
    yield 'C', [66]
    yield 'S', [18 + 40 + 16]
    yield from chatter(r, 18 + 2 + 16, 18 + 500 + 16, 8)


@kind('tcp')
def third_124(r):
    """A third flight of 124 bytes, as Transmission's and rtorrent's: Shadowsocks with a message of 90 bytes. Its first
    two flights are those of a fixed client, of 40 and 60 bytes, shorter than MSE's keys."""
    yield 'C', [40]
    yield 'S', [60]
    yield 'C', [chunk(90)]
    yield from chatter(r, 40, 500, 6)


@kind('tcp')
def fifth_68(r):
    """A fifth flight that opens with 68 bytes, as libtorrent's and aria2's: chunks of Shadowsocks with 34 bytes. The
    first two flights are longer than MSE's."""
    yield 'C', [700]
    yield 'S', [900]
    yield 'C', [r.randint(56, 500)]
    yield 'S', [r.randint(56, 500)]
    yield 'C', [68]
    yield 'S', 60000, 8192, itertools.repeat(68)


@kind('tcp', b'SSH-2.0-OpenSSH_9.2\r\n')
def ssh_like(r):
    """SSH: the names, KEXINIT of about 1100, keys; then chacha20-poly1305's sizes, 4 + 8n + 16: a key pressed is 36,
    its echo 36; a window adjusted 36, or 52 with AES-CTR and an ETM MAC."""
    yield 'C', [21 + NONCE + 1100]
    yield 'S', [1100]
    yield 'C', [48]
    yield 'S', [500]
    yield 'C', [16, 44]
    yield 'S', [44]
    for _ in range(5):
        yield 'C', [36]
        yield 'S', [36]
    yield 'S', 200000, 16384, itertools.cycle((36, 36, 52))


@kind('tcp')
def ssh_midstream(r):
    """SSH begun before anybody looked: it pauses, then packets of 4 + 8n + 16 or 4 + 16n + 16."""
    yield from chatter(r, 100, 500, 2)
    yield 'pause', 7
    for _ in range(3):
        yield 'C', [20 + 8 * r.randint(10, 60)]
        yield 'S', [20 + 8 * r.randint(10, 60)]
    yield 'S', 150000, 16384, itertools.cycle((36, 44, 52))


@kind('tcp')
def upload(r):
    """Random bytes, 400 kB to the server, which says 16 bytes after each 32 kB."""
    yield 'C', [r.randint(100, 500)]
    yield 'S', [r.randint(100, 500)]
    yield 'C', 400000, 32768, itertools.repeat(16)


def download(acks, size):
    """A download whose client acknowledges with messages of one size, behind two random flights of 96 to 608 bytes."""
    def turns(r):
        yield 'C', [r.randint(96, 608)]
        yield 'S', [r.randint(96, 608)]
        yield 'C', [r.randint(56, 90)]
        yield 'S', [r.randint(20, 90)]
        yield 'S', size, 6000, itertools.cycle(acks)
    return turns


# Sizes of small messages that never change: 26 a Snell or SSH-like ack, 34 an empty chunk of Shadowsocks, 36, 44 and 52
# SSH's window adjusted (chacha20, AES-GCM; with MAC), 69 WINDOW_UPDATE in TLS in Shadowsocks, 100 an ack in Telegram.
for ack in (26, 36, 44, 52, 69, 100):
    kind('tcp', name='ack-%d' % ack)(download((ack,), 80000))
kind('tcp', name='bulk-mixed')(download((26, 61, 100, 44, 77, 52, 140), 200000))


@kind('tcp')
def ack_34(r):
    """Empty chunks of Shadowsocks, 34 bytes, behind flights that are no MSE's: the first is too long for it."""
    yield 'C', [640]
    yield 'S', [r.randint(96, 608)]
    yield 'C', [r.randint(56, 90)]
    yield 'S', [r.randint(20, 90)]
    yield 'S', 80000, 6000, itertools.repeat(34)


@kind('tcp')
def mse_twin(r):
    """No real protocol: MSE's flights, then a third of 124 bytes. What an engine cannot tell from sizes."""
    yield 'C', [r.randint(96, 608)]
    yield 'S', [r.randint(96, 608)]
    yield 'C', [124]
    yield 'S', [r.randint(14, 600)]
    yield from chatter(r, 20, 600, 6)


@kind('tcp')
def request_twin(r):
    """No real protocol: MSE's flights, then a download whose client says 34 bytes each time: empty chunks of
    Shadowsocks, if there were a client that sends them."""
    yield from download((34,), 80000)(r)


@kind('tls')
def tls(r):
    """TLS 1.3 of Python's ssl module, with whatever sizes it has; in it a question and 60 kB."""
    yield from chatter(r, 50, 500, 3)
    yield 'S', 60000, 16384, itertools.repeat(40)


# --- UDP ----------------------------------------------------------------------

@kind('udp', b'\1\0\0\0')
def wireguard_like(r):
    """WireGuard: initiation 148, response 92, transport data 16 + 16n + 16; keepalives of 32."""
    counter = itertools.count()
    head = bytes((4, 0, 0, 0)) + r.randbytes(4)
    back = bytes((4, 0, 0, 0)) + r.randbytes(4)
    yield b'\1\0\0\0', 148, b'\2\0\0\0', 92, 0
    for _ in range(60):
        n = struct.pack('<Q', next(counter))
        yield head + n, 32 + 16 * r.randint(0, 84), back + n, 32 + 16 * r.randint(0, 84), 0


@kind('udp')
def game(r):
    """A game: 20 to 100 bytes, 30 a second, both ways, random from the first byte."""
    for _ in range(75):
        yield b'', r.randint(20, 100), b'', r.randint(20, 100), 1 / 30


@kind('udp', b'\x21\x00')
def game_counting(r):
    """A game whose messages begin as uTP's do: kind, 0, connection, the time in microseconds, then numbers."""
    token, start = r.randbytes(2), r.getrandbits(30)
    for n in range(75):
        head = struct.pack('>II', start + n * 33333, 0) + struct.pack('>I', n) + struct.pack('>HH', n, n)
        yield (b'\x21\x00' + (token + head if n else b''), r.randint(40, 100),
               b'\x01\x00' + token + head, r.randint(40, 100), 1 / 30)


@kind('udp', b'\xc0\0\0\0\1\x08')
def quic_like(r):
    """QUIC: long headers, 1200 bytes; then short ones."""
    back = b'\xc0\0\0\0\1\x00\x08' + r.randbytes(8)
    yield b'\xc0\0\0\0\1\x08', 1200, back, 1200, 0
    for _ in range(50):
        yield bytes([0x40 | r.getrandbits(5)]), r.randint(30, 60), bytes([0x40 | r.getrandbits(5)]), r.randint(800, 1200), 0


@kind('udp', b'\x16\xfe\xff\0\0\0\0\0\0\0\0\0\x90\x01')
def dtls_like(r):
    """DTLS 1.2: a hello, flights, application data of epoch 1, numbered."""
    def record(content, epoch, n, size):
        return bytes([content]) + b'\xfe\xfd' + struct.pack('>HQH', epoch, n, size - 13)[:2] + \
            struct.pack('>Q', n)[2:] + struct.pack('>H', size - 13)
    yield b'', 157, record(22, 0, 0, 60), 60, 0
    for n in range(1, 60):
        c, s = r.randint(40, 300), r.randint(40, 1200)
        yield record(23, 1, n, c), c, record(23, 1, n, s), s, 0


@kind('udp')
def random_udp(r):
    """Datagrams of any size, random from the first byte."""
    for _ in range(50):
        yield b'', r.randint(8, 1300), b'', r.randint(1, 1300), 0


# --- TCP ----------------------------------------------------------------------

def random_of(seed, name, nonce):
    return random.Random(b'%s %s %s' % (seed.encode(), name.encode(), nonce))


def read(sock, size, digest):
    got = b''
    while len(got) < size:
        more = sock.recv(min(65536, size - len(got)))
        if not more:
            raise Broken('closed')
        got += more
    digest.update(got)
    return got


def expect(sock, data, digest):
    if read(sock, len(data), digest) != data:
        raise Broken('other bytes')


def write(sock, data, sizes):
    """One segment each: the next waits until the one before has left."""
    at = 0
    for n, size in enumerate(sizes):
        if n:
            time.sleep(0.002)
        sock.sendall(data[at:at + size])
        at += size


class Talk:
    """One connection: both ends make up the same, and each sends its part of it."""

    def __init__(self, sock, me, seed, name, nonce):
        self.sock, self.me = sock, me
        self.r = random_of(seed, name, nonce)
        self.turns = KINDS[name][2](self.r)
        self.first = KINDS[name][1] + nonce         # the client's first bytes; the server has read them
        self.digest = hashlib.sha256()

    def data_of(self, side, size):
        data = self.r.randbytes(size)
        if side == 'C' and self.first:
            data, self.first = self.first + data[len(self.first):], b''
        return data

    def plain(self, side, sizes, data):
        if side == self.me:
            write(self.sock, data, sizes)
        else:
            expect(self.sock, data, self.digest)

    def bulk(self, side, total, every, acks):
        data = self.data_of(side, total)
        said = [self.r.randbytes(next(acks)) for _ in range(total // every)]
        if side == self.me:
            self.sock.sendall(data)
            for ack in said:
                expect(self.sock, ack, self.digest)
            return
        for n, ack in enumerate(said):
            expect(self.sock, data[n * every:(n + 1) * every], self.digest)
            self.sock.sendall(ack)
        expect(self.sock, data[len(said) * every:], self.digest)

    def skip_first(self):
        """The server has read the beginning of the first message to know whose it is."""
        class Before:
            def __init__(self, sock, data):
                self.sock, self.data = sock, data

            def recv(self, size):
                if self.data:
                    data, self.data = self.data[:size], self.data[size:]
                    return data
                return self.sock.recv(size)

            def sendall(self, data):
                self.sock.sendall(data)
        if self.me == 'S':
            self.sock = Before(self.sock, self.first)

    def go(self):
        self.skip_first()
        for turn in self.turns:
            if turn[0] == 'CS':
                mine, theirs = (1, 2) if self.me == 'C' else (2, 1)
                data = {1: self.data_of('C', sum(turn[1])), 2: self.data_of('S', sum(turn[2]))}
                write(self.sock, data[mine], turn[mine])
                expect(self.sock, data[theirs], self.digest)
            elif turn[0] == 'pause':
                time.sleep(turn[1] if self.me == 'C' else 0)
            elif len(turn) == 4:
                self.bulk(*turn)
            else:
                self.plain(turn[0], turn[1], self.data_of(turn[0], sum(turn[1])))
        end = self.r.randbytes(23)
        self.plain('C', [23], end)
        self.plain('S', [23], end)


def tls_context(server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    if server:
        context.load_cert_chain('cert.pem')
    else:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def serve_one(sock, seed, name):
    transport, prefix, _ = KINDS[name]
    try:
        sock.settimeout(WAIT + 7)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if transport == 'tls':
            sock = tls_context(True).wrap_socket(sock, server_side=True)
        nonce = read(sock, len(prefix) + NONCE, hashlib.sha256())[len(prefix):]
        Talk(sock, 'S', seed, name, nonce).go()
    except (OSError, Broken):
        pass
    finally:
        sock.close()


def serve_tcp(listener, seed, name):
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=serve_one, args=(sock, seed, name), daemon=True).start()


own_ports = itertools.count(FROM)


def speak_tcp(address, port, seed, name, nonce):
    own = ('', next(own_ports)) if FROM else None
    with socket.create_connection((address, port), timeout=WAIT, source_address=own) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if KINDS[name][0] == 'tls':
            sock = tls_context(False).wrap_socket(sock)
        Talk(sock, 'C', seed, name, nonce).go()
        if KINDS[name][0] == 'tls':
            sock.close()


# --- UDP: a question that is not answered is asked again, as programs do -------

def datagrams(seed, name, nonce):
    r = random_of(seed, name, nonce)
    first = KINDS[name][1] + nonce
    for c, c_size, s, s_size, pause in KINDS[name][2](r):
        c, first = first or c, b''
        yield c + r.randbytes(c_size - len(c)), s + r.randbytes(s_size - len(s)), pause


def serve_udp(sock, seed, name):
    """Answers from the address that was asked."""
    prefix = len(KINDS[name][1])
    talks = {}
    while True:
        data, ancillary, _, who = sock.recvmsg(2048, 256)
        if who not in talks:
            talks[who] = [datagrams(seed, name, data[prefix:prefix + NONCE]), None]
        talk = talks[who]
        if not talk[1] or data != talk[1][0]:
            talk[1] = next(talk[0], None)
        if talk[1] and data == talk[1][0]:
            sock.sendmsg([talk[1][1]], [a for a in ancillary if a[:2] == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO)], 0, who)


def ask(sock, question, answer):
    for _ in range(4):
        sock.send(question)
        try:
            while True:
                if sock.recv(2048) == answer:
                    return
        except socket.timeout:
            pass
    raise Broken('no answer')


def speak_udp(address, port, seed, name, nonce):
    with socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(WAIT / 4)
        sock.connect((address, port))
        for question, answer, pause in datagrams(seed, name, nonce):
            ask(sock, question, answer)
            time.sleep(pause)


# --- the two roles -------------------------------------------------------------

def with_ports(port, kinds):
    for n, name in enumerate(kinds):
        name, _, own = name.partition('@')
        yield name, int(own or port + n)


def all_of(addresses):
    for part in addresses.split(','):
        first, _, more = part.partition('+')
        for n in range(int(more or 0) + 1):
            yield str(ipaddress.ip_address(first) + n)


def serve(seed, port, *kinds):
    for name, at in with_ports(int(port), kinds):
        if KINDS[name][0] == 'udp':
            sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
            sock.bind(('::', at))
            target = serve_udp
        else:
            sock = socket.create_server(('::', at), family=socket.AF_INET6, dualstack_ipv6=True, backlog=4000)
            target = serve_tcp
        threading.Thread(target=target, args=(sock, seed, name), daemon=True).start()
    print('ready', flush=True)
    threading.Event().wait()


def speak(seed, addresses, port, count, *kinds):
    places, right, lock = threading.Semaphore(AT_ONCE), {}, threading.Lock()

    def one(name, address, at, nonce):
        said = 'right'
        with places:
            try:
                (speak_udp if KINDS[name][0] == 'udp' else speak_tcp)(address, at, seed, name, nonce)
            except (OSError, Broken) as e:
                said = str(e)
        with lock:
            right.setdefault((name, at, address), []).append(said)

    r = random.Random('%s %s' % (seed, addresses))
    threads = []
    for _ in range(int(count)):
        for address, (name, at) in itertools.product(all_of(addresses), list(with_ports(int(port), kinds))):
            threads.append(threading.Thread(target=one, args=(name, address, at, r.randbytes(NONCE))))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = 0
    for (name, at, address), said in sorted(right.items()):
        good = said.count('right')
        wrong += len(said) - good
        print(name, at, address, good, len(said), *sorted(set(said) - {'right'}))
    return wrong


def main():
    if sys.argv[1] == 'kinds':
        print('\n'.join(KINDS))
    elif sys.argv[1] == 'serve':
        serve(*sys.argv[2:])
    else:
        sys.exit(1 if speak(*sys.argv[2:]) else 0)


if __name__ == '__main__':
    main()
