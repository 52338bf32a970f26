#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's captures and what is true of their flows.

usage: flows.py label [-l] RUN-DIRECTORY SCENARIO CAPTURE LABELS
       flows.py judge [-v] PEERWALL CAPTURE LABELS

label  merges the captures of a run, keeps the beginning of every flow, and names each flow by the programs whose
       sockets sent it, as the kernel of each host noted them. peerwall has no part in it. With -l more of a flow is
       kept, but less of each packet: of enciphered ones sizes and directions are the evidence.
judge  classifies the capture and prints "flows right wrong unknown"; with -v also each flow that is not right.
"""
import collections
import csv
import glob
import io
import ipaddress
import json
import os
import struct
import subprocess
import sys

BYTES_MAX = 240_000       # of a capture; the limit of the project is 500 kB
PACKETS = (60, 40, 30, 20, 14, 10, 7)   # kept of each flow: the largest number that fits
FLOWS_MAX = 400
LONG_BYTES_MAX = 400_000
WHOLE, WHOLE_BYTES = 12, 700     # so many packets of a flow are kept with so much of each
SIZES, SIZES_BYTES = (170, 150, 130, 110, 90, 60, 30, 0), 96   # then so many with payload, most that fits
SIZES_UDP = 30
CALL = 200                # captures in one call of peerwall
SAME = [{'kad', 'edonkey'}, {'gnutella', 'gnutella2'}, {'stun', 'turn'}, {'bittorrent', 'webtorrent'},
        {'smb2', 'smb-midway'}, {'smb3', 'smb-midway'}]
RIDES_ON = {'webtorrent': {'stun', 'turn'}}   # to name what carries it is not wrong, but not all
SURE = ('likely', 'certain')

Packet = collections.namedtuple('Packet', 'time frame length flow payload')


# --- captures -------------------------------------------------------------------------------------------------------

def read_pcap(path):
    with open(path, 'rb') as f:
        data = f.read()
    at = 24
    while at + 16 <= len(data):
        seconds, micros, kept, length = struct.unpack_from('<IIII', data, at)
        frame = data[at + 16:at + 16 + kept]
        at += 16 + kept
        yield seconds * 1_000_000 + micros, frame, length


def parse(frame):
    """(transport, source, source port, destination, destination port), payload bytes; None where it is neither."""
    kind = int.from_bytes(frame[12:14], 'big')
    if kind == 0x0800 and len(frame) >= 34:
        header, number = (frame[14] & 15) * 4, frame[23]
        end = 14 + int.from_bytes(frame[16:18], 'big')
        if int.from_bytes(frame[20:22], 'big') & 0x1fff:
            return None
        source, destination = frame[26:30], frame[30:34]
    elif kind == 0x86dd and len(frame) >= 54:
        header, number = 40, frame[20]
        end = 54 + int.from_bytes(frame[18:20], 'big')
        source, destination = frame[22:38], frame[38:54]
    else:
        return None
    at = 14 + header
    if number == 6 and len(frame) >= at + 20:
        transport, body = 'tcp', at + (frame[at + 12] >> 4) * 4
    elif number == 17 and len(frame) >= at + 8:
        transport, body = 'udp', at + 8
    else:
        return None
    ports = struct.unpack_from('>HH', frame, at)
    names = [str(ipaddress.ip_address(a)) for a in (source, destination)]
    return (transport, names[0], ports[0], names[1], ports[1]), max(0, min(end, len(frame)) - body)


def key_of(transport, a, a_port, b, b_port):
    x, y = (a, int(a_port)), (b, int(b_port))
    return (transport,) + (x + y if x <= y else y + x)


def read_run(directory):
    packets = []
    for path in glob.glob(os.path.join(directory, '*.pcap')):
        for time, frame, length in read_pcap(path):
            found = parse(frame)
            if found:
                packets.append(Packet(time, frame, length, *found))
    packets.sort(key=lambda p: p.time)
    return packets


def flows_of(packets):
    """Flows with payload, in the order of their first packet: key -> its packets."""
    flows = collections.OrderedDict()
    for p in packets:
        flows.setdefault(key_of(*p.flow), []).append(p)
    return {k: f for k, f in flows.items() if any(p.payload for p in f)}


def thin_out(flows, labels):
    """At most FLOWS_MAX flows, of every label its share, each cut to its beginning."""
    by_label = collections.defaultdict(list)
    for k in flows:
        by_label[labels[k][0]].append(k)
    share = max(1, FLOWS_MAX // max(1, len(by_label)))
    kept = {k for keys in by_label.values() for k in keys[:share]}
    while True:
        for most in PACKETS:
            chosen = sorted((p for k in kept for p in flows[k][:most]), key=lambda p: p.time)
            if sum(len(p.frame) + 16 for p in chosen) <= BYTES_MAX:
                return chosen, [k for k in flows if k in kept]
        for keys in by_label.values():
            del keys[len(keys) // 2 + 1:]
        smaller = {k for keys in by_label.values() for k in keys} & kept
        if smaller == kept:
            return chosen, [k for k in flows if k in kept]
        kept = smaller


def cut(packet, length):
    return packet._replace(frame=packet.frame[:length])


def beginning(flow, sizes):
    """The first packets almost whole, and then the heads of those that carry payload."""
    sizes = sizes if flow[0].flow[0] == 'tcp' else min(sizes, SIZES_UDP)
    later = [p for p in flow[WHOLE:] if p.payload]
    return [cut(p, WHOLE_BYTES) for p in flow[:WHOLE]] + [cut(p, SIZES_BYTES) for p in later[:sizes]]


def thin_out_long(flows):
    for sizes in SIZES:
        chosen = sorted((p for f in flows.values() for p in beginning(f, sizes)), key=lambda p: p.time)
        if sum(len(p.frame) + 16 for p in chosen) <= LONG_BYTES_MAX:
            break
    return chosen, list(flows)


def write_pcap(path, packets):
    with open(path, 'wb') as f:
        f.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        for p in packets:
            f.write(struct.pack('<IIII', p.time // 1_000_000, p.time % 1_000_000, len(p.frame), p.length) + p.frame)


# --- who sent it ----------------------------------------------------------------------------------------------------

class Owners:
    """Which program sent from where to where, as nft sets of the hosts have it."""

    def __init__(self, directory):
        self.users = {}
        for line in open(os.path.join(directory, 'users')):
            host, uid, name = line.split()
            self.users[(host, int(uid))] = name
        self.tuples = {}
        self.sockets = collections.defaultdict(set)
        for path in glob.glob(os.path.join(directory, 'owners.*.json')):
            self.read(path, os.path.basename(path).split('.')[1])

    def read(self, path, host):
        for item in json.load(open(path))['nftables']:
            transport = item.get('set', {}).get('name', '')[:3]
            for element in item.get('set', {}).get('elem', []):
                source, port, destination, to_port, uid = element['concat']
                name = self.users.get((host, uid)) or self.users.get(('*', uid))
                if name:
                    self.tuples[(transport, source, port, destination, to_port)] = name
                    self.sockets[(transport, source, port)].add(name)

    def sender(self, transport, source, port, destination, to_port):
        name = self.tuples.get((transport, source, port, destination, to_port))
        if not name and len(self.sockets[(transport, source, port)]) == 1:
            name = next(iter(self.sockets[(transport, source, port)]))   # behind NAT the far end knows another tuple
        return name


def read_rules(directory):
    rules = collections.defaultdict(list)
    for line in open(os.path.join(directory, 'labels')):
        name, label, transport, ports = line.rstrip('\n').split('\t')
        rules[name].append((label, transport, set() if ports == '-' else {int(p) for p in ports.split(',')}))
    return rules


def label_of(first, owners, rules):
    """The label of a flow whose first packet has that tuple, and how it is known. The serving end speaks first."""
    transport, source, port, destination, to_port = first
    opener = owners.sender(*first)
    server = owners.sender(transport, destination, to_port, source, port)
    how = '%s to %s' % (opener or 'nobody known', server or 'nobody known')
    for name in (server, opener):
        for label, over, ports in rules.get(name, ()):
            if ports and over in ('-', transport) and ports & {port, to_port}:
                return label, how
    if to_port == 53:
        return 'other:dns', how
    for name in (server, opener):
        for label, over, ports in rules.get(name, ()):
            if not ports and over in ('-', transport):
                return label, how
    return 'unknown', how


def command_label(long, directory, scenario, capture, labels_path):
    owners, rules = Owners(directory), read_rules(directory)
    flows = flows_of(read_run(directory))
    labels = {k: label_of(f[0].flow, owners, rules) for k, f in flows.items()}
    packets, kept = thin_out_long(flows) if long else thin_out(flows, labels)
    write_pcap(capture, packets)
    with open(labels_path, 'w') as f:
        for k in kept:
            flow = ' '.join(str(x) for x in (k[0],) + flows[k][0].flow[1:])
            f.write('%s.pcap\t%s\t%s\t%s\n' % ((scenario, flow) + labels[k]))


# --- what peerwall says ---------------------------------------------------------------------------------------------

def classified(binary, captures):
    """(capture, key) -> of the flows between those ends the surest row of the CSV."""
    got = {}
    for i in range(0, len(captures), CALL):
        run = subprocess.run([binary, 'classify', '--format', 'csv', '--'] + captures[i:i + CALL], stdout=subprocess.PIPE,
                             text=True, check=False)
        for row in csv.DictReader(io.StringIO(run.stdout)):
            k = (row['capture'], key_of(row['transport'], row['src'], row['sport'], row['dst'], row['dport']))
            if k not in got or row['confidence'] in SURE:
                got[k] = row
    return got


def verdict(label, protocol, confidence):
    sure = confidence in SURE
    if label.startswith('other:'):
        return 'wrong' if sure else 'right'
    if label == protocol or any({label, protocol} <= same for same in SAME):
        return 'right' if sure or confidence == 'cleared' else 'unknown'
    return 'wrong' if sure and protocol not in RIDES_ON.get(label, ()) else 'unknown'


def command_judge(verbose, binary, capture, labels_path):
    got = classified(binary, [capture])
    count = collections.Counter()
    for line in open(labels_path):
        _, flow, label, how = line.rstrip('\n').split('\t')
        if label == 'unknown':
            count['unlabelled'] += 1
            continue
        row = got.get((capture, key_of(*flow.split())), {})
        protocol, confidence = row.get('protocol', ''), row.get('confidence', '')
        said = verdict(label, protocol, confidence)
        count[said] += 1
        if verbose and said != 'right':
            print('%s: %s is %s (%s), got %s %s' % (said, flow, label, how, protocol or '-', confidence or '-'), file=sys.stderr)
    print(count['right'] + count['wrong'] + count['unknown'], count['right'], count['wrong'], count['unknown'])


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ['label'] and len(arguments) == 5:
        command_label(False, *arguments[1:])
    elif arguments[:2] == ['label', '-l'] and len(arguments) == 6:
        command_label(True, *arguments[2:])
    elif arguments[:1] == ['judge'] and len(arguments) == 5 and arguments[1] == '-v':
        command_judge(True, *arguments[2:])
    elif arguments[:1] == ['judge'] and len(arguments) == 4:
        command_judge(False, *arguments[1:])
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main()
