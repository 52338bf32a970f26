#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the seed corpus of the dissectors' fuzzers out of the project's captures.

usage: seeds.py REPLAY CAPTURE…

REPLAY is fuzz.c built with -DREPLAY. Of the conversations in which a dissector finds its protocol, the shortest few go into
tests/fuzz/corpus/DISSECTOR/. What is there already stays: inputs that once broke a dissector are kept by hand.
"""
import collections
import hashlib
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'lab'))
import flows      # noqa: E402

CORPUS = os.path.join(HERE, 'corpus')
SEEDS = 3         # for each dissector
PIECES = 8        # of a conversation
PIECE_MAX = 700   # bytes of a piece


def payload_of(p):
    return p.frame[len(p.frame) - p.payload:] if p.payload else b''


def conversation(packets):
    """The input of fuzz.c: see there."""
    first = packets[0].flow
    out = bytes([first[0] == 'udp']) + first[4].to_bytes(2, 'big')
    for p in [p for p in packets if p.payload][:PIECES]:
        data = payload_of(p)[:PIECE_MAX]
        out += ((p.flow[1:3] != first[1:3]) << 15 | len(data)).to_bytes(2, 'big') + data
    return out


def classic(path):
    """Only pcap as flows.py reads it: little endian, microseconds, Ethernet."""
    with open(path, 'rb') as f:
        head = f.read(24)
    return head[:4] == b'\xd4\xc3\xb2\xa1' and head[20:24] == b'\1\0\0\0'


def conversations(captures):
    for path in captures:
        if not classic(path):
            continue
        packets = []
        for time, frame in flows.read_pcap(path):
            found = flows.parse(frame)
            if found and len(frame) >= found[1]:
                packets.append(flows.Packet(time, frame, *found))
        for packets_of_flow in flows.flows_of(packets).values():
            yield conversation(packets_of_flow)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    replay, captures = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as tmp:
        names = {}
        for data in conversations(captures):
            names[hashlib.sha1(data).hexdigest()[:12]] = data
        for name, data in names.items():
            with open(os.path.join(tmp, name), 'wb') as f:
                f.write(data)
        files = [os.path.join(tmp, n) for n in names]
        found = collections.defaultdict(list)
        for i in range(0, len(files), 1000):
            run = subprocess.run([replay, '--who'] + files[i:i + 1000], stdout=subprocess.PIPE, text=True, check=True)
            for line in run.stdout.splitlines():
                path, dissector = line.split('\t')
                found[dissector].append(os.path.basename(path))
    for dissector, seeds in found.items():
        folder = os.path.join(CORPUS, dissector.replace(' ', '-').replace('/', '-'))
        os.makedirs(folder, exist_ok=True)
        for name in sorted(seeds, key=lambda n: (len(names[n]), n))[:SEEDS]:
            if len(os.listdir(folder)) < SEEDS:
                with open(os.path.join(folder, name), 'wb') as f:
                    f.write(names[name])
    for dissector in subprocess.run([replay, '--list'], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines():
        if dissector not in found:
            print('no seed for %s' % dissector)


if __name__ == '__main__':
    main()
