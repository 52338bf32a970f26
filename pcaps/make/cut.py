# SPDX-License-Identifier: GPL-3.0-or-later
"""
Captures of programs that run, cut: of the flows that show a protocol the first
packets, of each packet what a capture with a small snapshot length has of it.
"""
import ipaddress
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
PCAPS = os.path.join(HERE, '..')
OF_A_FLOW = 24              # packets
OF_ALL = 160
EXTENSIONS = (0, 43, 60)    # of IPv6, to be passed over
ETHERNET = 1
NAMES = {6: 'tcp', 17: 'udp'}


def pcap_packets(data):
    """Time in microseconds, length on the wire, bytes."""
    at = 24
    while at + 16 <= len(data):
        seconds, us, kept, length = struct.unpack_from('<IIII', data, at)
        yield seconds * 1000000 + us, length, data[at + 16:at + 16 + kept]
        at += 16 + kept


def pcapng_packets(data):
    """The same of a capture of one interface, whose times are in microseconds."""
    at = 0
    while at + 12 <= len(data):
        kind, size = struct.unpack_from('<II', data, at)
        if kind == 6:
            high, low, kept, length = struct.unpack_from('<IIII', data, at + 12)
            yield high << 32 | low, length, data[at + 28:at + 28 + kept]
        at += size


def packets(path):
    with open(path, 'rb') as f:
        data = f.read()
    if data[:4] == b'\xd4\xc3\xb2\xa1' and data[20] == ETHERNET:
        return pcap_packets(data)
    if data[:4] == b'\x0a\x0d\x0d\x0a':
        return pcapng_packets(data)
    raise ValueError('%s: no capture of Ethernet that this reads' % path)


def transport(frame):
    """Number of the transport, where it begins, both addresses; or nothing."""
    at = 14
    kind, = struct.unpack_from('>H', frame, 12)
    while kind == 0x8100:
        kind, at = struct.unpack_from('>H', frame, at + 2)[0], at + 4
    if kind == 0x0800:
        number, begin = frame[at + 9], at + (frame[at] & 15) * 4
        # The later pieces of a datagram have no ports.
        if struct.unpack_from('>H', frame, at + 6)[0] & 0x1fff:
            return None
        return number, begin, frame[at + 12:at + 16], frame[at + 16:at + 20]
    if kind == 0x86dd:
        number, begin = frame[at + 6], at + 40
        while number in EXTENSIONS:
            number, begin = frame[begin], begin + 8 + frame[begin + 1] * 8
        return number, begin, frame[at + 8:at + 24], frame[at + 24:at + 40]
    return None


def flow_of(frame):
    """The same for both directions: the transport's name and both ends."""
    found = transport(frame)
    if not found or found[0] not in NAMES:
        return None
    number, begin, source, target = found
    ports = struct.unpack_from('>HH', frame, begin)
    return NAMES[number], frozenset(((source, ports[0]), (target, ports[1])))


def labelled(capture, label):
    """The flows that the lab's labels call so; none, if it has no labels."""
    path = os.path.join(PCAPS, os.path.splitext(capture)[0] + '.tsv')
    flows = set()
    if not os.path.exists(path):
        return None
    with open(path) as f:
        for line in f:
            _, ends, name = line.split('\t')[:3]
            kind, a, a_port, b, b_port = ends.split()
            if name == label:
                flows.add((kind, frozenset(((ipaddress.ip_address(a).packed, int(a_port)),
                                            (ipaddress.ip_address(b).packed, int(b_port))))))
    return flows


class Kept:
    """The first packets of a capture's flows of one label, or at one of these ports."""

    def __init__(self, capture, label, ports=()):
        wanted = labelled(capture, label)
        self.packets = []
        self.seen = {}
        for time, length, frame in packets(os.path.join(PCAPS, capture)):
            flow = flow_of(frame)
            if not flow or wanted is not None and flow not in wanted or \
               ports and not {port for _, port in flow[1]} & set(ports):
                continue
            self.seen.setdefault(flow, 0)
            if self.seen[flow] < OF_A_FLOW and len(self.packets) < OF_ALL:
                self.packets.append((time, length, frame))
                self.seen[flow] += 1

    @property
    def flows(self):
        return sum(1 for n in self.seen.values() if n)

    def write(self, path, keep):
        with open(path, 'wb') as out:
            out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, keep, ETHERNET))
            for time, length, frame in self.packets:
                out.write(struct.pack('<IIII', time // 1000000, time % 1000000,
                                      min(len(frame), keep), length))
                out.write(frame[:keep])
