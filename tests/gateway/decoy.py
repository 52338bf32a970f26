#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A BitTorrent client that sends something innocent first, which its peer never gets: raw sockets against an unmodified peer.

usage: decoy.py names, decoy.py udp-names             the tricks over TCP and over UDP, one a line
       decoy.py tcp TRICK ADDRESS PORT INFO-HASH      greets a peer; prints how many bytes it has answered
       decoy.py udp TRICK ADDRESS PORT INFO-HASH      a DHT query, or a handshake in uTP; prints "answered" or "nothing"
       decoy.py dht ADDRESS PORT                      a DHT node that knows nothing, and answers queries alone
       decoy.py polite ADDRESS PORT PEER-PORT         answers a line of HTTP or SSH first, and then is the peer behind PEER-PORT

DECOY_FROM is the address to send from, if not the usual one. The kernel of the sender must not answer for us: resets without our mark are to be dropped.
"""
import ipaddress
import os
import random
import select
import socket
import struct
import sys
import threading
import time

R = random.Random()
MARK = 7  # of our packets, that the sender's kernel lets out
TIMEOUT = 3
GET = b'GET / HTTP/1.1\r\nHost: example.com\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n'
DNS = b'\x12\x34\x01\0\0\1\0\0\0\0\0\0\7example\3com\0\0\1\0\1'
SNMP = bytes.fromhex('302902010104067075626c6963a01c02047a1b2c3d020100020100300e300c06082b060102010101000500')


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


class Raw:
    """Packets of one flow, with any header."""

    def __init__(self, address, port, protocol):
        self.there, self.port, self.protocol = ipaddress.ip_address(address).packed, port, protocol
        family = socket.AF_INET6 if len(self.there) == 16 else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, port))
            self.me = ipaddress.ip_address(os.environ.get('DECOY_FROM') or probe.getsockname()[0]).packed
        self.my_port = R.randrange(20000, 60000) ^ (os.getpid() & 0xfff)
        self.address = address
        self.out = socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.out.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, MARK)
        self.back = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd if len(self.there) == 16 else 0x0800))

    def send(self, body, at, ttl=64, extensions=0):
        """`body` is a header and payload of ours; its checksum goes to byte `at`."""
        pseudo = self.me + self.there + (struct.pack('>IxxxB', len(body), self.protocol) if len(self.me) == 16 else
                                         struct.pack('>xBH', self.protocol, len(body)))
        body = body[:at] + struct.pack('>H', checksum(pseudo + body) or 0xffff) + body[at + 2:]
        if len(self.me) == 4:
            head = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(body), R.getrandbits(16), 0x4000, ttl, self.protocol, 0)
        else:
            chain = b''
            for n in range(extensions):
                chain += bytes([60 if n + 1 < extensions else self.protocol, 0, 1, 4, 0, 0, 0, 0])
            body = chain + body
            head = struct.pack('>IHBB', 6 << 28, len(body), 60 if extensions else self.protocol, ttl)
        self.out.sendto(head + self.me + self.there + body, (self.address, 0))
        time.sleep(0.01)

    def receive(self, wait):
        """The next packet of the peer to us, behind its IP header, or None."""
        end = time.monotonic() + wait
        while True:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.back], [], [], left)[0]:
                return None
            data = self.back.recv(65535)
            size = 40 if len(self.me) == 16 else (data[0] & 15) * 4
            source, protocol = (data[8:24], data[6]) if size == 40 else (data[12:16], data[9])
            body = data[size:]
            if source == self.there and protocol == self.protocol and body[:4] == struct.pack('>HH', self.port, self.my_port):
                return body


class Tcp(Raw):
    def __init__(self, address, port):
        super().__init__(address, port, 6)
        self.seq, self.next, self.data, self.acked = R.getrandbits(32), 0, b'', 0
        self.extensions = 0

    def segment(self, payload=b'', flags=0x18, seq=None, ack=None, ttl=64, options=b''):
        head = struct.pack('>HHIIBBHHH', self.my_port, self.port, (self.seq if seq is None else seq) & 0xffffffff,
                           (self.next if ack is None else ack) & 0xffffffff, (5 + len(options) // 4) << 4, flags, 64000, 0, 0)
        self.send(head + options + payload, 16, ttl, self.extensions)

    def open(self, payload=b''):
        self.segment(payload, flags=2, ack=0, options=b'\2\4\5\x78')
        body = self.receive(TIMEOUT)
        if not body or body[13] & 0x12 != 0x12:
            return False
        self.seq = (self.seq + 1) & 0xffffffff
        self.next = (struct.unpack('>I', body[4:8])[0] + 1) & 0xffffffff
        self.segment(flags=0x10)
        return True

    def write(self, payload, **more):
        self.segment(payload, **more)
        self.seq = (self.seq + len(payload)) & 0xffffffff

    def read(self, wait):
        """Takes what comes, in order, for `wait` seconds or until something has come."""
        body = self.receive(wait)
        if not body:
            return False
        seq, ack = struct.unpack('>II', body[4:12])
        payload = body[(body[12] >> 4) * 4:]
        self.acked = ack
        if body[13] & 4:
            raise ConnectionError('reset')
        if payload and seq == self.next:
            self.data += payload
            self.next = (self.next + len(payload)) & 0xffffffff
        if payload:
            self.segment(flags=0x10)
        return True

    def say(self, payload, **more):
        """Sent again until it is acknowledged."""
        self.write(payload, **more)
        for _ in range(3):
            end = time.monotonic() + 1
            while time.monotonic() < end:
                self.read(0.2)
                if self.acked == self.seq:
                    return
            self.segment(payload, seq=self.seq - len(payload), **more)


def handshake(info_hash):
    return b'\x13BitTorrent protocol' + bytes(8) + bytes.fromhex(info_hash) + b'-PW0001-' + bytes(R.choices(b'abcdef', k=12))


def fetch(tcp, first):
    """Bytes that the peer has said, to our handshake and to our interest in its file."""
    first()
    end = time.monotonic() + TIMEOUT
    before = len(tcp.data)
    while len(tcp.data) <= 68 and time.monotonic() < end:
        tcp.read(0.2)
    if len(tcp.data) > before:
        tcp.say(b'\0\0\0\1\2')
        tcp.read(0.5)
    return tcp.data.count(b'BitTorrent protocol') and len(tcp.data)


# Each gets an open connection and what the client wants to say; it sends both.
def get_ttl(t, hello):
    t.segment(GET, ttl=2)
    t.say(hello)


def get_window(t, hello):
    t.segment(GET, seq=t.seq + 9000000)
    t.say(hello)


def get_old_ack(t, hello):
    t.segment(GET, ack=t.next - 9000000)
    t.say(hello)


def get_md5(t, hello):
    t.segment(GET, options=b'\x13\x12' + bytes(16) + b'\1\1')
    t.say(hello)


def get_fin(t, hello):
    t.segment(GET, flags=0x19, ttl=2)
    t.say(hello)


def get_checksum(t, hello):
    head = struct.pack('>HHIIBBHHH', t.my_port, t.port, t.seq, t.next, 0x50, 0x18, 64000, 0xbeef, 0)
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 40 + len(GET), 1, 0x4000, 64, 6, 0) + t.me + t.there
    if len(t.me) == 4:
        t.out.sendto(ip + head + GET, (t.address, 0))
    t.say(hello)


def twenty_gets(t, hello):
    for _ in range(20):
        t.segment(GET, ttl=2)
    t.say(hello)


def hello_tls(t, hello):
    t.segment(bytes.fromhex('160301004a010000460303') + R.randbytes(32) + bytes.fromhex('0000061301130213030100001700000013001100000e') + b'www.example.org', ttl=2)
    t.say(hello)


def cut_in_two(t, hello):
    t.write(hello[:20])
    t.segment(GET, seq=t.seq - 2000)
    t.say(hello[20:])


def no_push(t, hello):
    t.write(hello[:1], flags=0x10)
    t.say(hello[1:])


def junk_ahead(t, hello):
    t.segment(R.randbytes(100), seq=t.seq + 400)
    t.segment(R.randbytes(100), seq=t.seq + 200)
    t.say(hello)


def one_by_one(t, hello):
    for i in range(len(hello)):
        t.write(hello[i:i + 1])
    t.say(b'\0\0\0\0')


def backwards(t, hello):
    start = t.seq
    for at in (48, 24, 0):
        t.segment(hello[at:at + 24], seq=start + at)
    t.seq = (start + len(hello)) & 0xffffffff


def innocent_syn(t, hello):
    t.say(hello)


def nothing(t, hello):
    t.say(hello)


def banner(t, hello):
    t.segment(b'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', ttl=2)
    t.say(hello)


def polite(t, hello, line=GET):
    t.say(line)
    t.read(1)
    t.say(hello)


def polite_ssh(t, hello):
    polite(t, hello, b'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n')


TRICKS = {
    'no trick': nothing, 'get in the syn': innocent_syn, 'get with ttl 2': get_ttl, 'get out of window': get_window,
    'get with an old ack': get_old_ack, 'get with md5': get_md5, 'get with fin and ttl 2': get_fin, 'twenty gets with ttl 2': twenty_gets,
    'banner with ttl 2': banner, 'tls hello with ttl 2': hello_tls, 'wrong checksum': get_checksum, 'cut in two, old segment between': cut_in_two,
    'first byte without psh': no_push, 'junk ahead': junk_ahead, 'one byte a segment': one_by_one, 'backwards': backwards,
    'nine destination options': nothing, 'a polite peer, http': polite, 'a polite peer, ssh': polite_ssh,
}


def do_tcp(trick, address, port, info_hash):
    t = Tcp(address, int(port))
    t.extensions = 9 if trick == 'nine destination options' else 0
    if not t.open(GET if trick == 'get in the syn' else b''):
        print('no connection')
        return
    try:
        print(fetch(t, lambda: TRICKS[trick](t, handshake(info_hash))))
    except ConnectionError:
        print(0)
    t.segment(flags=0x14)


class Udp(Raw):
    def __init__(self, address, port):
        super().__init__(address, port, 17)

    def say(self, payload, ttl=64):
        self.send(struct.pack('>HHHH', self.my_port, self.port, 8 + len(payload), 0) + payload, 6, ttl)

    def hears(self, begin):
        end = time.monotonic() + 2
        while time.monotonic() < end:
            body = self.receive(0.3)
            if body and body[8:8 + len(begin)] == begin:
                return body[8:]
        return None


QUERY = b'd1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe'


def utp(kind, ident, seq, ack, payload=b''):
    return struct.pack('>BBHIIIHH', kind << 4 | 1, 0, ident, int(time.time() * 1e6) & 0xffffffff, 0, 1 << 20, seq, ack & 0xffff) + payload


def talk_utp(u, info_hash):
    """True when the peer's handshake comes back."""
    ident = R.randrange(1, 60000)
    u.say(utp(4, ident, 1, 0))
    state = u.hears(b'\x21')
    if not state:
        return False
    ack = struct.unpack('>H', state[16:18])[0]
    u.say(utp(0, ident + 1, 2, ack - 1, handshake(info_hash)))
    end = time.monotonic() + TIMEOUT
    got = b''
    while time.monotonic() < end and b'BitTorrent protocol' not in got:
        got = u.receive(0.3) or b''
    u.say(utp(3, ident + 1, 3, ack))
    return b'BitTorrent protocol' in got


UDP_TRICKS = {
    'none': [], 'dns': [(DNS, 64)], 'dns with ttl 2': [(DNS, 2)], 'snmp': [(SNMP, 64)],
    'ten random': [(R.randbytes(100), 64) for _ in range(10)], 'twenty dns with ttl 2': [(DNS, 2)] * 20,
}


def do_udp(trick, address, port, info_hash):
    u = Udp(address, int(port))
    what, name = trick.split(' after ')
    for payload, ttl in UDP_TRICKS[name]:
        u.say(payload, ttl)
    if what == 'dht':
        u.say(QUERY)
        print('answered' if u.hears(b'd1:rd2:id20') else 'nothing')
    else:
        print('answered' if talk_utp(u, info_hash) else 'nothing')


def do_dht(address, port):
    with socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((address, int(port)))
        while True:
            data, who = sock.recvfrom(2000)
            if data == QUERY:
                sock.sendto(b'd1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re', who)


def do_polite(address, port, peer_port):
    with socket.create_server((address, int(port)), family=socket.AF_INET6 if ':' in address else socket.AF_INET) as server:
        while True:
            threading.Thread(target=be_polite, args=(server.accept()[0], int(peer_port)), daemon=True).start()


def be_polite(one, peer_port):
    here = ('127.0.0.%d' % random.randrange(2, 250), 0)     # a peer does not like to be called again at once
    with one, socket.create_connection(('127.0.0.1', peer_port), timeout=5, source_address=here) as other:
        line = one.recv(4000)
        one.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n' if line[:4] == b'GET ' else b'SSH-2.0-OpenSSH_9.6\r\n')
        relay(one, other)


def relay(one, other):
    end = time.monotonic() + 2 * TIMEOUT
    while time.monotonic() < end:
        for sock in select.select([one, other], [], [], 0.2)[0]:
            try:
                data = sock.recv(65536)
                (other if sock is one else one).sendall(data)
            except OSError:
                return
            if not data:
                return


def main():
    what, *rest = sys.argv[1:]
    if what == 'names':
        print('\n'.join(TRICKS))
    elif what == 'udp-names':
        print('\n'.join('%s after %s' % (w, n) for w in ('dht', 'utp') for n in UDP_TRICKS))
    else:
        {'tcp': do_tcp, 'udp': do_udp, 'dht': do_dht, 'polite': do_polite}[what](*rest)


if __name__ == '__main__':
    main()
