# SPDX-License-Identifier: GPL-3.0-or-later
"""
Captures of conversations that nobody can record any more: Ethernet, IPv4, TCP
and UDP around the payloads that the networks' modules write. All of it is
fixed, times and addresses too: the same code makes the same bytes.
"""
import hashlib
import struct

BEGIN = 1072915200          # 2004-01-01 00:00:00 UTC
STEP_US = 20000             # between two packets
SEGMENT = 1460              # payload bytes of one TCP segment
WHOLE = 65535
CUT = 96                    # what tcpdump kept of a packet in those days
FIN, SYN, PSH, ACK = 1, 2, 8, 16


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def address(text):
    return bytes(int(part) for part in text.split('.'))


class Noise:
    """Bytes that look random and are the same each time."""

    def __init__(self, seed):
        self.seed = seed.encode()
        self.n = 0

    def __call__(self, n):
        self.n += 1
        return hashlib.shake_256(self.seed + b'%d' % self.n).digest(n)


class Capture:
    """Packets of flows; each flow has a client and a server of its own."""

    def __init__(self, seed):
        self.noise = Noise(seed)
        self.packets = []
        self.flows = 0

    def ends(self):
        self.flows += 1
        return '192.0.2.%d' % (10 + self.flows), '198.51.100.%d' % (20 + self.flows)

    def put(self, source, target, protocol, segment):
        head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(segment), len(self.packets) + 1,
                           0x4000, 64, protocol, 0, address(source), address(target))
        head = head[:10] + struct.pack('>H', checksum(head)) + head[12:]
        ether = b'\2\0\0\0\0' + address(target)[-1:] + b'\2\0\0\0\0' + address(source)[-1:] + b'\x08\0'
        self.packets.append(ether + head + segment)

    def put_udp(self, source, target, data):
        length = 8 + len(data)
        pseudo = address(source[0]) + address(target[0]) + struct.pack('>BBH', 0, 17, length)
        head = struct.pack('>HHH', source[1], target[1], length)
        total = checksum(pseudo + head + b'\0\0' + data) or 0xffff
        self.put(source[0], target[0], 17, head + struct.pack('>H', total) + data)

    def udp(self, client_port, server_port, turns, server=None):
        """`turns`: '>' or '<' and a datagram each."""
        a, b = self.ends()
        ends = (a, client_port), (server or b, server_port)
        for way, data in turns:
            self.put_udp(*(ends if way == '>' else ends[::-1]), data)

    def put_tcp(self, source, target, sequence, acknowledged, flags, data=b''):
        length = 20 + len(data)
        pseudo = address(source[0]) + address(target[0]) + struct.pack('>BBH', 0, 6, length)
        head = struct.pack('>HHIIBB', source[1], target[1], sequence & 0xffffffff,
                           acknowledged & 0xffffffff, 0x50, flags)
        window = struct.pack('>H', 16384)
        total = checksum(pseudo + head + window + b'\0\0\0\0' + data)
        self.put(source[0], target[0], 6, head + window + struct.pack('>HH', total, 0) + data)

    def tcp(self, client_port, server_port, turns):
        """From the handshake to the end; a turn's data goes out at once and is acknowledged."""
        a, b = self.ends()
        end = {'>': (a, client_port), '<': (b, server_port)}
        sequence = {'>': 1000, '<': 5000}
        other = {'>': '<', '<': '>'}

        def send(way, flags, data=b'', counts=0):
            self.put_tcp(end[way], end[other[way]], sequence[way],
                         sequence[other[way]] if flags & ACK else 0, flags, data)
            sequence[way] += len(data) + counts

        send('>', SYN, counts=1)
        send('<', SYN | ACK, counts=1)
        send('>', ACK)
        for way, data in turns:
            for at in range(0, len(data), SEGMENT):
                send(way, PSH | ACK, data[at:at + SEGMENT])
            send(other[way], ACK)
        send('>', FIN | ACK, counts=1)
        send('<', FIN | ACK, counts=1)
        send('>', ACK)

    def write(self, path, keep=WHOLE):
        with open(path, 'wb') as out:
            out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, keep, 1))
            for i, packet in enumerate(self.packets):
                us = i * STEP_US
                out.write(struct.pack('<IIII', BEGIN + us // 1000000, us % 1000000,
                                      min(len(packet), keep), len(packet)))
                out.write(packet[:keep])
