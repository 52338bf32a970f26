#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Are there captures of all kinds of each protocol, and what do the cut ones and the look-alikes become?

usage: kinds.py PEERWALL

Each protocol of the catalogue that a policy may name has a capture that shows it, one that is cut and one that only looks
like it. A flow of a cut capture has no other name than in the whole one, and a look-alike is never for certain what it
looks like. Writes a line for what is not so, then the counts.
"""
import csv
import glob
import io
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, '..', '..'))
PCAPS = os.path.join(TOP, 'pcaps')
PLAIN_FIRST = 512           # no policy may name it
KINDS = ('yes', 'look-alike', 'cut')
LIKE = 'made to look like '
CUT = 'cut from '

# What is left of a name where the bytes that tell it are cut off: what it runs in, or the family.
LESS = {'smb3': {'smb-midway', 'netbios'}, 'smb2': {'smb-midway', 'netbios'}, 'smb1': {'netbios'}}
CARRIERS = {'http', 'tls', 'quic', 'dtls'}


def table(path):
    with open(os.path.join(TOP, path)) as f:
        for line in f:
            if line.strip() and not line.startswith('#'):
                yield line.rstrip('\n').split('\t')


def names_in(cell):
    """Of "label:flows other:label:flows …" the labels."""
    return [word.split(':')[-2].split('/')[0] for word in cell.split()]


def captures():
    """(protocol, kind) of what is there."""
    found = set()

    for path in glob.glob(os.path.join(PCAPS, 'lab', '*.tsv')):
        if os.path.basename(path) != 'manifest.tsv':
            for row in table(path):
                found.add((row[2].replace('other:', ''), 'yes'))
    for capture, flows, origin, *_ in list(table('pcaps/manifest.tsv'))[1:]:
        if origin.startswith(LIKE):
            found.add((origin[len(LIKE):], 'look-alike'))
            continue
        for name in names_in(flows):
            found.add((name, 'cut' if capture.endswith('-cut.pcap') else 'yes'))
    return found


def missing(found):
    for number, name, *_ in table('policies/catalogue.tsv'):
        for kind in KINDS if int(number) < PLAIN_FIRST else ():
            yield None if (name, kind) in found else '%s: no capture of kind %s' % (name, kind)


class Named:
    """What peerwall calls the flows of a capture: by their ends, protocol and confidence."""

    def __init__(self, peerwall):
        self.peerwall = peerwall
        self.done = {}

    def __call__(self, capture):
        if capture not in self.done:
            text = subprocess.run([self.peerwall, 'classify', '--format', 'csv', os.path.join(PCAPS, capture)],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
            rows = csv.DictReader(io.StringIO(text.decode(errors='replace')))
            self.done[capture] = [((r['transport'], frozenset(((r['src'], r['sport']), (r['dst'], r['dport'])))),
                                   r['protocol'], r['confidence']) for r in rows]
        return self.done[capture]


def cut_flows(peerwall):
    named = Named(peerwall)

    for capture, _, origin, *_ in table('pcaps/manifest.tsv'):
        if not capture.endswith('-cut.pcap'):
            continue
        whole = origin[len(CUT):] if origin.startswith(CUT) else capture.replace('-cut.pcap', '.pcap')
        before = {ends: name for ends, name, _ in named(whole)}
        for ends, name, confidence in named(capture):
            if not name or confidence not in ('certain', 'likely', 'cleared'):
                continue
            was = before.get(ends)
            wrong = name != was and name not in CARRIERS | LESS.get(was, set())
            yield '%s: %s is called %s, which in %s is %s' % (
                capture, sorted(ends[1]), name, whole, was or 'unnamed') if wrong else None


def look_alikes(peerwall):
    named = Named(peerwall)

    for capture, _, origin, *_ in table('pcaps/manifest.tsv'):
        if origin.startswith(LIKE):
            wrong = [ends for ends, name, confidence in named(capture)
                     if confidence == 'certain' and name == origin[len(LIKE):]]
            yield '%s: %s is taken for it' % (capture, sorted(wrong[0][1])) if wrong else None


def main():
    if len(sys.argv) != 2:
        sys.exit('usage: kinds.py PEERWALL')
    peerwall = sys.argv[1]
    results = [*missing(captures()), *cut_flows(peerwall), *look_alikes(peerwall)]
    wrong = [line for line in results if line]

    for line in wrong:
        print('FAIL ' + line)
    print('%d right, %d wrong' % (len(results) - len(wrong), len(wrong)))
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
