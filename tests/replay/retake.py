#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's captures, had they been taken in another way or had the network been another.

usage: retake.py PEERWALL [-v]

Changes every capture of pcaps/lab and pcaps/made: how it is framed, how TCP has cut the bytes, in which order they arrive,
what is missing. A flow that is peer-to-peer by more than its port has to stay what it is. What changes no byte of what is said
may lose none; of the others most flows must remain: LEAST says how many in a hundred. -v names the flows that are lost.
"""
import collections
import csv
import glob
import io
import os
import random
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, '..', '..')
sys.path.insert(0, os.path.join(HERE, '..', 'lab'))
import flows      # noqa: E402

SURE = ('likely', 'certain')
FAMILY = {'kad': 'edonkey', 'gnutella2': 'gnutella', 'turn': 'stun', 'webtorrent': 'bittorrent', 'smb3': 'smb-midway', 'smb2': 'smb-midway'}
TINY_TO = 600     # bytes of a direction that are cut to pieces
MACS = bytes.fromhex('020000000001020000000002')
WIFI = bytes.fromhex('08010000') + MACS + bytes.fromhex('020000000003') + b'\x10\x00'
SNAP = bytes.fromhex('aaaa03000000')


# --- frames: an IP packet and its ethertype to a frame ---------------------------------------------------------------

def ppp(kind):
    return b'\x00\x21' if kind == b'\x08\x00' else b'\x00\x57'


def tunnel(protocol, inner):
    return struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(inner), 1, 0, 64, protocol, 0) + bytes([10, 9, 9, 1, 10, 9, 9, 2]) + inner


FRAMES = {
    'Ethernet': (1, lambda ip, k: MACS + k + ip),
    'VLAN': (1, lambda ip, k: MACS + bytes.fromhex('81000005') + k + ip),
    'QinQ': (1, lambda ip, k: MACS + bytes.fromhex('88a8000581000006') + k + ip),
    'MPLS': (1, lambda ip, k: MACS + bytes.fromhex('88470001004000020140') + ip),
    'PPPoE': (1, lambda ip, k: MACS + bytes.fromhex('886411000001') + struct.pack('>H', len(ip) + 2) + ppp(k) + ip),
    'cooked 1': (113, lambda ip, k: bytes.fromhex('0000000100060200000000010000') + k + ip),
    'cooked 2': (276, lambda ip, k: k + bytes.fromhex('000000000002000100060200000000010000') + ip),
    'raw IP': (101, lambda ip, k: ip),
    'null': (0, lambda ip, k: struct.pack('<I', 2) + ip),
    'PPP': (9, lambda ip, k: b'\xff\x03' + ppp(k) + ip),
    'Wi-Fi': (105, lambda ip, k: WIFI + SNAP + k + ip),
    'GRE': (1, lambda ip, k: MACS + b'\x08\x00' + tunnel(47, b'\x00\x00' + k + ip)),
    'mirror': (1, lambda ip, k: MACS + b'\x08\x00' + tunnel(47, b'\x00\x00\x65\x58' + MACS + k + ip)),
    'IP in IP': (1, lambda ip, k: MACS + b'\x08\x00' + tunnel(4 if k == b'\x08\x00' else 41, ip)),
}


def write(path, packets, frame='Ethernet'):
    link, wrap = FRAMES[frame]
    with open(path, 'wb') as f:
        f.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, link))
        for p in packets:
            bytes_ = wrap(p.frame[14:], p.frame[12:14])
            f.write(struct.pack('<IIII', p.time // 1_000_000, p.time % 1_000_000, len(bytes_), len(bytes_)) + bytes_)


# --- changes: packets to packets -------------------------------------------------------------------------------------

def side(p):
    return p.flow


def is_stream(p):
    return p.flow[0] == 'tcp' and p.payload > 1 and len(p.frame) < 1600


def part(p, at, n):
    """Bytes `at` to `at + n` of a segment's payload, as a segment."""
    head = bytearray(p.frame[:len(p.frame) - p.payload])
    body = p.frame[len(p.frame) - p.payload:][at:at + n]
    ip4 = head[12:14] == b'\x08\x00'
    tcp = 14 + ((head[14] & 15) * 4 if ip4 else 40)
    struct.pack_into('>H', head, 16 if ip4 else 18, len(head) - (14 if ip4 else 54) + len(body))
    struct.pack_into('>I', head, tcp + 4, (struct.unpack_from('>I', head, tcp + 4)[0] + at) & 0xffffffff)
    return flows.Packet(p.time, bytes(head) + body, len(head) + len(body), p.flow, len(body))


def trimmed(packets):
    """Without what Ethernet has padded."""
    for p in packets:
        end = 14 + int.from_bytes(p.frame[16:18], 'big') if p.frame[12:14] == b'\x08\x00' else \
            54 + int.from_bytes(p.frame[18:20], 'big')
        yield p._replace(frame=p.frame[:end]) if end > 14 else p


def twice(packets, chance):
    for p in packets:
        yield p
        yield p._replace(time=p.time + 30)


def split(least, most):
    def change(packets, chance):
        sent = collections.Counter()
        for p in packets:
            at = 0
            while is_stream(p) and at < p.payload and sent[side(p)] < TINY_TO:
                n = chance.randint(least, most)
                yield part(p, at, n)
                at += n
                sent[side(p)] += n
            if at == 0:
                yield p
            elif at < p.payload:
                yield part(p, at, p.payload)
    return change


def halves_swapped(packets, chance):
    for p in packets:
        if is_stream(p):
            yield part(p, p.payload // 2, p.payload)
            yield part(p, 0, p.payload // 2)
        else:
            yield p


def again(packets, chance):
    """Every segment is sent once more, when the next one of its side has been."""
    before = {}
    for p in packets:
        yield p
        if p.payload and is_stream(p):
            if side(p) in before:
                yield before[side(p)]
            before[side(p)] = p


def no_beginning(packets, chance):
    """The capture begins behind the handshakes of TCP."""
    return (p for p in packets if p.flow[0] == 'udp' or p.payload)


def other_ports(packets, chance):
    ports = {}
    for p in packets:
        frame = bytearray(p.frame)
        at = 14 + ((frame[14] & 15) * 4 if frame[12:14] == b'\x08\x00' else 40)
        for i, end in enumerate((p.flow[1:3], p.flow[3:5])):
            struct.pack_into('>H', frame, at + 2 * i, ports.setdefault(end, chance.randrange(10000, 60000)))
        yield p._replace(frame=bytes(frame))


CHANGES = [(f, None, f, 100) for f in FRAMES if f != 'Ethernet'] + [
    ('every packet twice', twice, 'Ethernet', 100),
    ('every segment again', again, 'Ethernet', 99),
    ('no handshake of TCP', no_beginning, 'Ethernet', 99),
    ('halves swapped', halves_swapped, 'Ethernet', 95),
    ('20 to 80 bytes a segment', split(20, 80), 'Ethernet', 95),
    ('1 to 20 bytes a segment', split(1, 20), 'Ethernet', 93),
    ('other ports', other_ports, 'Ethernet', 80),
]


SIZES_CHANGE = ('20 to 80 bytes a segment', '1 to 20 bytes a segment')


# --- what peerwall says of them --------------------------------------------------------------------------------------

def classified(binary, paths):
    """path -> {flow: (protocol, confidence, stage)}, of those that are more than their port"""
    out = collections.defaultdict(dict)
    for i in range(0, len(paths), flows.CALL):
        done = subprocess.run([binary, 'classify', '--format', 'csv', '--'] + paths[i:i + flows.CALL],
                              stdout=subprocess.PIPE, text=True, check=True)
        for row in csv.DictReader(io.StringIO(done.stdout)):
            key = flows.key_of(row['transport'], row['src'], row['sport'], row['dst'], row['dport'])
            known = out[row['capture']].get(key)
            if row['protocol'] and row['confidence'] in SURE and (not known or known[1] != 'certain'):
                out[row['capture']][key] = (row['protocol'], row['confidence'], row['stage'])
    return out


def retake(folder, captures, change, frame):
    """path -> (capture, {new key: old key})"""
    out = {}
    for i, (name, packets) in enumerate(captures.items()):
        new = list(change(packets, random.Random(i)) if change else packets)
        path = os.path.join(folder, '%03d.pcap' % i)
        write(path, new, frame)
        keys = {}
        for p in new:
            found = flows.parse(p.frame)
            if found:
                keys[flows.key_of(*found[0])] = flows.key_of(*p.flow)
        out[path] = (name, keys)
    return out


class Said(str):
    """A name, which is compared, and the stage that gave it."""
    def __new__(cls, name, stage):
        said = super().__new__(cls, name)
        said.stage = stage
        return said


def family(protocol):
    return FAMILY.get(protocol, protocol)


def outcome(binary, captures, change, frame):
    with tempfile.TemporaryDirectory() as folder:
        taken = retake(folder, captures, change, frame)
        said = classified(binary, list(taken))
    return {(name, keys.get(k, k)): Said(family(v[0]), v[2])
            for path, (name, keys) in taken.items() for k, v in said[path].items()}


def load():
    captures = {}
    for path in sorted(glob.glob(os.path.join(TOP, 'pcaps/lab/*.pcap')) + glob.glob(os.path.join(TOP, 'pcaps/made/*.pcap'))):
        with open(path, 'rb') as f:
            if f.read(24)[20:] != b'\x01\x00\x00\x00':
                continue
        packets = [flows.Packet(t, f, n, *flows.parse(f)) for t, f, n in flows.read_pcap(path) if flows.parse(f)]
        captures[os.path.relpath(path, TOP)] = list(trimmed(packets))
    return captures


def main():
    binary, verbose = sys.argv[1], '-v' in sys.argv
    captures = load()
    if not captures:
        print('skip captures taken otherwise: pcaps/lab/ and pcaps/made/ are empty\n0 passed, 0 failed, 1 skipped')
        return
    before = outcome(binary, captures, None, 'Ethernet')
    captures = {name: packets for name, packets in captures.items() if any(k[0] == name for k in before)}
    failed = 0
    for name, change, frame, least in CHANGES:
        after = outcome(binary, captures, change, frame)
        # What is told by the sizes of its segments is not what it was when they have others.
        judged = [k for k in before if name not in SIZES_CHANGE or before[k].stage != 'host']
        lost = [k for k in judged if after.get(k) != before[k]]
        kept = len(judged) - len(lost)
        good = kept * 100 >= len(judged) * least
        failed += not good
        print('%s %s: %d of %d flows stay what they are%s' % (
            'ok' if good else 'FAIL', name, kept, len(judged), '' if good else ', less than %d %%' % least))
        for k in lost if verbose or not good else []:
            print('   %s %s: %s, now %s' % (k[0], ' '.join(map(str, k[1])), before[k], after.get(k)))
    print('%d passed, %d failed, 0 skipped' % (len(CHANGES) - failed, failed))
    sys.exit(failed > 0)


if __name__ == '__main__':
    main()
