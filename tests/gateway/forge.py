#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forged peers: packets in the name of an innocent server, which never said them.

usage: forge.py names GROUP
       forge.py send GROUP BASE PORT,… TARGET PORT
                                                  the N-th forgery from the address BASE + N, from each PORT
       forge.py mirror BASE PORT,… SOURCE         the same packets, of GROUP "tcp", from SOURCE to BASE + N
       forge.py say BASE PORT,…                   first bytes of TCP protocols, in connections of one's own, to BASE + N
       forge.py collude ADDRESS INNOCENT PORT,…   a DHT node (UDP 6881), a tracker (UDP 6969, HTTP 8000) and a peer with
                                                  PEX (TCP 6882), which all name innocents: INNOCENT by the DHT, then
                                                  one higher by the UDP tracker, by the HTTP tracker, and by PEX

Groups: "made" (made here), "tcp" (segments of no connection), "table" (each UDP line of policies/signatures.tsv) and
"seen" (datagrams of the lab's captures).
"""
import ipaddress
import os
import random
import re
import selectors
import socket
import struct
import sys
import time

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
R = random.Random(9)
ID = R.randbytes(20)
HASH = R.randbytes(20)
HANDSHAKE = b'\x13BitTorrent protocol\0\0\0\0\0\x10\0\5' + HASH + b'-TR4030-' + R.randbytes(12)
ME = b'{the address and port it claims}'
SEEN = ('kad-plain', 'ed2k-plain', 'kad-obfuscated', 'tox-udp', 'ethereum-discovery', 'ethereum-discv5', 'opendht-get',
        'i2p-ssu2', 'hyperswarm-fetch', 'libp2p-quic', 'bt-dht', 'bt-mse-utp', 'bt-transmission-utp')


# --- what is forged ------------------------------------------------------------

def utp(kind, seq, ack, time_us, difference, payload=b'', connection=4711):
    return struct.pack('>BBHIIIHH', kind << 4 | 1, 0, connection, time_us, difference, 1 << 18, seq, ack) + payload


def utp_burst():
    """SYN, then what the opener of a stream sends, with an answer made up between."""
    yield utp(4, 1, 0, 1000000, 0)
    yield utp(2, 900, 1, 1020000, 20000)
    for n in range(8):
        yield utp(0, 2 + n, 900 + n, 1040000 + 900 * n, 20500 + 30 * n, R.randbytes(400), 4712)
    yield utp(2, 10, 908, 1060000, 20700, b'', 4712)


def nodes(n):
    return b'5:nodes%d:' % (26 * n) + R.randbytes(26 * n)


def announce_request():
    return R.randbytes(8) + struct.pack('>II', 1, 77) + HASH + b'-TR4030-' + R.randbytes(12) + \
        struct.pack('>QQQIIIiH', 0, 1 << 20, 0, 2, 0, 1, -1, 6881)


MADE = {
    'dht query, get_peers': [b'd1:ad2:id20:' + ID + b'9:info_hash20:' + HASH + b'e1:q9:get_peers1:t2:aa1:y1:qe'],
    'dht query, ping': [b'd1:ad2:id20:' + ID + b'e1:q4:ping1:t2:aa1:y1:qe'],
    'dht query, announce_peer': [b'd1:ad2:id20:' + ID + b'12:implied_porti1e9:info_hash20:' + HASH +
                                 b'4:porti6881e5:token4:abcde1:q13:announce_peer1:t2:aa1:y1:qe'],
    'dht query, keys in another order': [b'd1:y1:q1:q4:ping1:t2:aa1:ad2:id20:' + ID + b'ee'],
    'dht response nobody asked for': [b'd1:rd2:id20:' + ID + nodes(8) + b'e1:t2:aa1:y1:re'],
    'dht response with an address': [b'd2:ip6:\x0a\x4d\x01\x02\x1a\xe11:rd2:id20:' + ID + b'e1:t2:aa1:y1:re'],
    'dht error': [b'd1:eli201e13:generic errore1:t2:aa1:y1:ee'],
    'tracker connect': [struct.pack('>QII', 0x41727101980, 0, 4242)],
    'tracker connect answered': [struct.pack('>II', 0, 4242) + R.randbytes(8)],
    'tracker announce': [announce_request()],
    'tracker announce answered': [struct.pack('>IIIII', 1, 4242, 1800, 3, 5) + R.randbytes(48)],
    'tracker scrape answered': [struct.pack('>IIIII', 2, 4242, 3, 5, 8)],
    'utp syn': [utp(4, 1, 0, 1000000, 0)],
    'utp syn twice': [utp(4, 1, 0, 1000000, 0), utp(4, 1, 0, 4000000, 0)],
    'utp syn of one socket, in series': [utp(4, 1, 0, 1000000 + n, 0, b'', 4711 + 2 * n) for n in range(12)],
    'utp burst': list(utp_burst()),
    'utp state nobody asked for': [utp(2, 900, 1, 1020000, 20000)],
    'handshake in utp': [utp(4, 1, 0, 1000000, 0), utp(0, 2, 900, 1040000, 20500, HANDSHAKE, 4712)],
    'handshake in utp alone': [utp(0, 2, 900, 1040000, 20500, HANDSHAKE, 4712)],
    'local discovery': [b'BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: ' +
                        HASH.hex().encode() + b'\r\n\r\n\r\n'],
    'vuze ping': [b'\x80' + R.randbytes(7) + struct.pack('>IIBBIBB', 1024, 77, 0x32, 0, 0, 0x32, 4) + ME + R.randbytes(12)],
    'kad hello': [b'\xe4\x11' + R.randbytes(16) + struct.pack('<HB', 4662, 9) + b'\0'],
    'kad bootstrap asked': [b'\xe4\x01'],
    'kad answers nobody asked for': [b'\xe4\x09' + R.randbytes(16) + struct.pack('<HBH', 4662, 9, 1) +
                                     R.randbytes(16) + b'\xc6\x12\x01\x02\x40\x12\x36\x12\x09', b'\xe4\x60'],
    'ed2k server status': [b'\xe3\x96' + struct.pack('<I', 0x55aa1234),
                           b'\xe3\x97' + struct.pack('<I', 0x55aa1234) + R.randbytes(36)],
    'gnutella ping and pong': [R.randbytes(8) + b'\xff' + R.randbytes(6) + b'\0' + b'\0\1\0' + struct.pack('<I', 0),
                               R.randbytes(8) + b'\xff' + R.randbytes(6) + b'\0' + b'\1\1\0' + struct.pack('<I', 14) +
                               R.randbytes(14)],
    'gnutella2 datagram': [b'GND\x02' + struct.pack('<HBB', 7, 1, 1) + b'\x10PI' + b'\0'],
    'tox ping and nodes': [b'\x00' + R.randbytes(81), b'\x01' + R.randbytes(81),
                           b'\x02' + R.randbytes(112), b'\x04' + R.randbytes(300)],
    'dht query, then an answer to a guessed question': [
        b'd1:ad2:id20:' + ID + b'9:info_hash20:' + HASH + b'e1:q9:get_peers1:t2:aa1:y1:qe',
        *(b'd1:rd2:id20:' + ID + b'e1:t%d:%b1:y1:re' % (len(t), t) for t in (b'pn\0\0', b'fn\0\0', b'\0\0', b'\0\1', b'aa'))],
    'all of bittorrent at once': [b'd1:ad2:id20:' + ID + b'e1:q4:ping1:t2:aa1:y1:qe', utp(4, 1, 0, 1000000, 0), *utp_burst(),
                                  b'd1:rd2:id20:' + ID + b'e1:t4:pn\0\x001:y1:re'],
}
TCP = {
    'handshake': HANDSHAKE,
    'handshake and extensions': HANDSHAKE + b'\0\0\0\x1a\x14\0d1:md6:ut_pexi1eee' + b' ' * 6,
    'ed2k hello': b'\xe3' + struct.pack('<I', 40) + b'\x01\x10' + R.randbytes(38),
    'gnutella connect': b'GNUTELLA CONNECT/0.6\r\nUser-Agent: Test\r\n\r\n',
    'bitcoin version': b'\xf9\xbe\xb4\xd9version\0\0\0\0\0' + struct.pack('<I', 86) + R.randbytes(4) + R.randbytes(86),
    'libp2p': b'\x13/multistream/1.0.0\n',
}


def bytes_of(pattern, least):
    """A line of signatures.tsv as bytes; what may be anything is random, what is masked has the bits asked for."""
    out = b''
    for word in re.findall(r'"[^"]*"|\S+', pattern):
        many = re.fullmatch(r'\.\.(?:\*(\d+))?', word)
        if many:
            out += R.randbytes(int(many.group(1) or 1))
        elif word.startswith('"'):
            out += word[1:-1].encode()
        else:
            out += bytes([int(word.split('/')[0], 16)])
    return out + R.randbytes(max(0, least - len(out)))


def table():
    with open(os.path.join(TOP, 'policies', 'signatures.tsv'), encoding='utf-8') as lines:
        rows = [line.rstrip('\n').split('\t') for line in lines if not line.startswith('#')]
    return {'%s: %s, line %d' % (r[1], r[0], n): [bytes_of(r[6], int(r[4]))] for n, r in enumerate(rows) if r[2] == 'udp'}


def udp_of(capture):
    """(source, payload) of each whole UDP datagram of a capture."""
    with open(os.path.join(TOP, 'pcaps', 'lab', capture + '.pcap'), 'rb') as f:
        data = f.read()
    at = 24
    while at + 16 <= len(data):
        size, = struct.unpack_from('<I', data, at + 8)
        frame = data[at + 16 + 14:at + 16 + size]
        at += 16 + size
        if frame[:1] == b'\x45' and frame[9] == 17:
            yield frame[12:22], frame[28:struct.unpack_from('>H', frame, 2)[0]]


def seen():
    """The first four datagrams that each end of a capture's first flow sent."""
    out = {}
    for capture in SEEN:
        sent = {}
        for (ends, payload) in udp_of(capture):
            sent.setdefault(ends[:8], [])
            if len(sent[ends[:8]]) < 4 and payload not in sent[ends[:8]]:
                sent[ends[:8]].append(payload)
        firsts = list(sent.values())[:2]
        out['datagrams of ' + capture] = [p for side in firsts for p in side]
    return out


def group_of(name):
    return {'made': lambda: MADE, 'tcp': lambda: {k: [v] for k, v in TCP.items()}, 'table': table, 'seen': seen}[name]()


# --- raw packets ---------------------------------------------------------------

def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def transport(protocol, source, port, target, target_port, payload):
    if protocol == 17:
        head, at = struct.pack('>HHHH', port, target_port, 8 + len(payload), 0), 6
    else:
        head, at = struct.pack('>HHIIBBHHH', port, target_port, R.getrandbits(31), R.getrandbits(31), 0x50, 0x18, 512, 0, 0), 16
    a, b = ipaddress.ip_address(source).packed, ipaddress.ip_address(target).packed
    pseudo = a + b + struct.pack('>IxxxB' if len(a) == 16 else '>xBH', *((len(head + payload), protocol) if len(a) == 16 else
                                                                         (protocol, len(head + payload))))
    return head[:at] + struct.pack('>H', checksum(pseudo + head + payload) or 0xffff) + head[at + 2:] + payload


def send(sock, protocol, source, port, target, target_port, payload):
    body = transport(protocol, source, port, target, target_port, payload)
    a, b = ipaddress.ip_address(source).packed, ipaddress.ip_address(target).packed
    if len(a) == 4:
        head = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(body), R.getrandbits(16), 0x4000, 64, protocol, 0) + a + b
    else:
        head = struct.pack('>IHBB', 6 << 28, len(body), protocol, 64) + a + b
    sock.sendto(head + body, (target, 0))
    time.sleep(0.001)


def raw(address):
    """IPPROTO_RAW takes packets with their header, IPv4 and IPv6."""
    return socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)


def numbered(base):
    first = ipaddress.ip_address(base)
    return lambda n: str(first + n)


def do_send(group, base, ports, target, target_port):
    sock, of = raw(target), numbered(base)
    for n, packets in enumerate(group_of(group).values()):
        for port in map(int, ports.split(',')):
            me = ipaddress.ip_address(of(n)).packed + struct.pack('>H', port)
            for packet in packets:
                if group == 'tcp':
                    send(sock, 6, of(n), port, target, int(target_port) + n, packet)
                else:
                    send(sock, 17, of(n), port, target, int(target_port), packet.replace(ME, me))


def do_mirror(base, ports, source):
    sock, of = raw(source), numbered(base)
    for n, payload in enumerate(TCP.values()):
        for port in ports.split(','):
            send(sock, 6, source, 52000 + n, of(n), int(port), payload)


def do_say(base, ports):
    of = numbered(base)
    for n, payload in enumerate(TCP.values()):
        for port in ports.split(','):
            with socket.create_connection((of(n), int(port)), timeout=2) as sock:
                sock.send(payload)
                time.sleep(0.05)


# --- who colludes --------------------------------------------------------------

class Colluder:
    """Answers whoever asks, and names innocents."""

    def __init__(self, address, innocent, ports):
        self.of = numbered(innocent)
        self.ports = [int(p) for p in ports.split(',')]
        self.me = ipaddress.ip_address(address).packed
        self.selector = selectors.DefaultSelector()
        for port, handler in ((6881, self.dht), (6969, self.tracker)):
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sock.bind((address, port))
            self.selector.register(sock, selectors.EVENT_READ, handler)
        for port, handler in ((8000, self.http), (6882, self.peer)):
            self.selector.register(socket.create_server((address, port)), selectors.EVENT_READ, (handler,))
        self.greeted = set()

    def named(self, n):
        return [ipaddress.ip_address(self.of(n)).packed + struct.pack('>H', port) for port in self.ports]

    def peers(self, n):
        return b''.join(self.named(n)) + self.me + struct.pack('>H', 6882)

    def dht(self, sock):
        data, who = sock.recvfrom(2000)
        tid = re.search(rb'1:t(\d+):', data)
        if not tid or b'1:y1:q' not in data:
            return
        tid = data[tid.start() + 3:tid.end() + int(tid.group(1))]
        values = b''.join(b'6:' + peer for peer in self.named(0)) if b'get_peers' in data else b''
        me = ID + self.me + struct.pack('>H', 6881)
        answer = b'd1:rd2:id20:' + ID + b'5:nodes26:' + me + b'5:token4:abcd' + (b'6:valuesl' + values + b'e' if values else b'')
        sock.sendto(answer + b'e1:t' + tid + b'1:y1:re', who)
        print('dht', who, flush=True)

    def tracker(self, sock):
        data, who = sock.recvfrom(2000)
        action, number = struct.unpack('>II', data[8:16])
        if action == 0:
            sock.sendto(struct.pack('>IIQ', 0, number, 77), who)
        elif action == 1:
            sock.sendto(struct.pack('>IIIII', 1, number, 30, 1, 3) + self.peers(1), who)
            print('tracker', who, flush=True)

    def http(self, sock):
        if b'\r\n\r\n' not in self.read(sock):
            return
        peers = self.peers(2)
        body = b'd8:intervali30e5:peers%d:%be' % (len(peers), peers)
        sock.sendall(b'HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n%b' % (len(body), body))
        print('http', flush=True)
        self.forget(sock)

    def peer(self, sock):
        data = self.read(sock)
        if sock in self.greeted or not data:
            return
        if data[:1] != b'\x13' or len(data) < 68:
            self.forget(sock)
            return
        self.greeted.add(sock)
        added = b''.join(self.named(3))
        sock.sendall(data[:48] + b'-XX0001-' + R.randbytes(12))
        flags = bytes(len(self.ports))
        pex = b'd5:added%d:%b7:added.f%d:%be' % (len(added), added, len(flags), flags)
        for number, message in enumerate((b'd1:md6:ut_pexi1eee', pex)):
            sock.sendall(struct.pack('>IBB', len(message) + 2, 20, number) + message)
        print('pex', flush=True)

    def read(self, sock):
        try:
            data = sock.recv(4000)
        except OSError:
            data = b''
        if not data:
            self.forget(sock)
        return data

    def forget(self, sock):
        if sock.fileno() >= 0:
            self.selector.unregister(sock)
            sock.close()

    def run(self):
        print('ready', flush=True)
        while True:
            for key, _ in self.selector.select():
                if isinstance(key.data, tuple):
                    self.selector.register(key.fileobj.accept()[0], selectors.EVENT_READ, key.data[0])
                else:
                    key.data(key.fileobj)


def main():
    what, *rest = sys.argv[1:]
    if what == 'names':
        print('\n'.join(group_of(rest[0])))
    elif what == 'collude':
        Colluder(*rest).run()
    else:
        {'send': do_send, 'mirror': do_mirror, 'say': do_say}[what](*rest)


if __name__ == '__main__':
    main()
