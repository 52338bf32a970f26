#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/accuracy.md: what peerwall makes of all labelled captures, and what came of the lab.

usage: accuracy.py PEERWALL MARKS

The captures are those of ../shared/pcaps (labels.tsv) and of pcaps/lab. peerwall counts with confidence likely and
certain; beside it stands ndpiReader, as installed, on the same flows. False hits are looked for in pcaps/plain and the
look-alikes of pcaps/made as well. MARKS is the program of marks.c.
"""
import collections
import concurrent.futures
import csv
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, '..', '..'))
sys.path.insert(0, os.path.join(TOP, 'tests', 'lab'))
import flows      # noqa: E402
import innocent   # noqa: E402
import kept       # noqa: E402
import table      # noqa: E402

SHARED = os.path.join(TOP, '..', 'shared', 'pcaps')
LAB = os.path.join(TOP, 'pcaps', 'lab')
OUT = os.path.join(TOP, 'docs', 'accuracy.md')
PLAIN = ('lan-sharing', 'nat-traversal', 'overlay-vpn')   # to be called one of these harms nobody's programs
UNASKED = ('hidden',)     # categories that no flow gets unless a policy names them: none does here
NDPI = {          # nDPI's words for what the labels call otherwise
    'bittorrent': 'bittorrent', 'gnutella': 'gnutella', 'edonkey': 'edonkey', 'netbios': 'netbios', 'smbv1': 'smb1',
    'smbv23': 'smb2', 'stun': 'stun', 'teredo': 'teredo', 'ppstream': 'ppstream', 'tor': 'tor', 'kontiki': 'kontiki',
    'syncthing': 'syncthing', 'directconnect': 'directconnect', 'soulseek': 'soulseek', 'mining': 'mining',
    'skype_teams': 'skype', 'skypecall': 'skype', 'skype_teamscall': 'skype', 'wireguard': 'wireguard'}
NDPI_SAME = {'mining': {'bitcoin', 'litecoin', 'ethereum', 'monero', 'stratum'}, 'smb2': {'smb3'}, 'stun': {'turn'}}
NDPI_PLAIN = {'netbios', 'smb1', 'smb2', 'stun', 'teredo', 'wireguard'}

Row = collections.namedtuple('Row', 'capture key label')


# --- labels ---------------------------------------------------------------------------------------------------------

def labelled(path, root, heading):
    with open(path, newline='') as f:
        for n, line in enumerate(f):
            cells = line.rstrip('\n').split('\t')
            flow = cells[1].split() if len(cells) > 2 else ()
            if len(flow) == 5 and not (heading and n == 0):
                yield Row(os.path.join(root, cells[0]), flows.key_of(*[x.lower() for x in flow]), cells[2])


def all_labels():
    rows = []
    if os.path.exists(os.path.join(SHARED, 'labels.tsv')):
        rows += labelled(os.path.join(SHARED, 'labels.tsv'), SHARED, True)
    for name in sorted(os.listdir(LAB)) if os.path.isdir(LAB) else ():
        if name.endswith('.tsv') and name != 'manifest.tsv':
            rows += labelled(os.path.join(LAB, name), LAB, False)
    return [r for r in rows if r.label != 'unknown' and os.path.exists(r.capture)]


# --- the other program ----------------------------------------------------------------------------------------------

def ask_ndpi(captures):
    """(capture, key) -> nDPI's name, by the table above; every word of "A.B" counts, the last first."""
    got = {}
    with tempfile.TemporaryDirectory() as tmp, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        paths = [os.path.join(tmp, '%d.csv' % n) for n in range(len(captures))]
        for n, (capture, path) in enumerate(zip(captures, pool.map(run_ndpi, captures, paths))):
            progress(n, len(captures))
            if not os.path.exists(path):
                continue
            with open(path, errors='replace') as f:
                for row in csv.DictReader((line.lstrip('#') for line in f), delimiter=','):
                    note_ndpi(got, capture, row)
            os.remove(path)
    return got


def run_ndpi(capture, path):
    subprocess.run(['ndpiReader', '-q', '-i', capture, '-C', path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   check=False)
    return path


def note_ndpi(got, capture, row):
    try:
        transport = {'6': 'tcp', '17': 'udp'}[row['protocol']]
        k = (capture, flows.key_of(transport, row['src_ip'], row['src_port'], row['dst_ip'], row['dst_port']))
        words = row['ndpi_proto'].lower().split('.')
    except (KeyError, ValueError, AttributeError, TypeError):
        return
    got[k] = next((NDPI[w] for w in reversed(words) if w in NDPI), '')


def progress(done, of):
    if sys.stderr.isatty():
        print('\rndpiReader: %d of %d captures' % (done + 1, of), end='\n' if done + 1 == of else '', file=sys.stderr)


# --- figures --------------------------------------------------------------------------------------------------------

class Figures:
    def __init__(self):
        self.flows = self.right = self.certain = self.ndpi = 0
        self.packets = []


def is_same(label, name):
    return label == name or any({label, name} <= same for same in flows.SAME)


def judge(rows, ours, theirs):
    per = collections.defaultdict(Figures)
    false = collections.Counter()
    for r in rows:
        got = ours.get((r.capture, r.key), {})
        name, confidence = got.get('protocol', ''), got.get('confidence', '')
        ndpi = theirs.get((r.capture, r.key), '')
        if r.label.startswith('other:'):
            false['flows'] += 1
            false['peerwall'] += confidence in flows.SURE and got['category'] not in PLAIN
            false['ndpi'] += bool(ndpi) and ndpi not in NDPI_PLAIN
            continue
        f = per[r.label]
        f.flows += 1
        f.ndpi += is_same(r.label, ndpi) or r.label in NDPI_SAME.get(ndpi, ())
        if is_same(r.label, name) and confidence in flows.SURE:
            f.right += 1
            f.certain += confidence == 'certain'
            f.packets.append(int(got['decided_packet']))
    return per, false


def share(part, whole):
    return '%.3f' % (part / whole) if whole else '-'


def centile(packets, n):
    ordered = sorted(p or 1 for p in packets)
    return str(ordered[min(len(ordered) - 1, len(ordered) * n // 100)]) if ordered else '-'


def protocol_table(per, false):
    text = '| Label | Flows | Recall | Certain | Packets: median | 90 % | ndpiReader |\n|---|---|---|---|---|---|---|\n'
    everything = []
    for label in sorted(per, key=lambda n: -per[n].flows):
        f = per[label]
        everything += f.packets
        text += '| %s | %d | %s | %s | %s | %s | %s |\n' % (
            label, f.flows, share(f.right, f.flows), share(f.certain, f.flows), centile(f.packets, 50),
            centile(f.packets, 90), share(f.ndpi, f.flows))
    text += '\nOf all of them a label takes %s payload packet(s) in the median, %s in nine of ten flows.\n' % (
        centile(everything, 50), centile(everything, 90))
    return text + 'Of %d innocent flows peerwall calls %d peer-to-peer, ndpiReader %d.\n' % (
        false['flows'], false['peerwall'], false['ndpi'])


# --- false hits -----------------------------------------------------------------------------------------------------

def read_catalogue():
    """Protocols that a policy may name -> category."""
    with open(os.path.join(TOP, 'policies', 'catalogue.tsv')) as f:
        rows = [line.split() for line in f if line.strip() and not line.startswith('#')]
    return {row[1]: row[2] for row in rows if row[0].isdigit() and 2 <= int(row[0]) < 512 and row[2] not in UNASKED}


def false_hits(rows, ours, binary, marks):
    everything = innocent.gather(rows, ours, binary, marks)
    some = [f for f in everything if f.label.startswith('other:')]
    counts = ['%d %s flows at %d hosts' % (len(of), t.upper(), innocent.hosts_of(of))
              for t in ('tcp', 'udp') for of in [[f for f in some if f.transport == t]]]
    return {'innocent': 'Innocent flows with payload, each counted once: %s, in %d captures.\n' % (
                ' and '.join(counts), len({f.capture for f in some})),
            'false-hits': innocent.hit_table(some, read_catalogue()), 'marks': innocent.mark_table(everything)}


# --- the page -------------------------------------------------------------------------------------------------------

def lab_table(rows, scenarios, kind, columns):
    heads = {'scenario': 'Scenario', 'what': 'What happens', 'flows': 'Flows', 'right': 'Right', 'wrong': 'Wrong',
             'unknown': 'Unknown', 'blocked': 'Blocked', 'throttled': 'At 1 mbit/s', 'harmed': 'Innocent harmed'}
    text = '| %s |\n|%s\n' % (' | '.join(heads[c] for c in columns), '---|' * len(columns))
    for name, s in scenarios.items():
        if name in rows and s.kind == kind:
            row = dict(rows[name], what=s.what)
            text += '| %s |\n' % ' | '.join(row[c] for c in columns)
    return text


def gap_list(rows, scenarios):
    gaps = ''.join('* **%s**: %s\n' % (s.name, s.gap) for s in scenarios.values() if s.gap != '-')
    never = ''.join('* **%s** has no run that could be kept.\n' % n for n in scenarios if n not in rows)
    return gaps + never or 'None.\n'


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    if not os.path.exists(os.path.join(SHARED, 'labels.tsv')):
        sys.exit('accuracy: ../shared/pcaps/labels.tsv is not there; without it the table would be a smaller one')
    rows = all_labels()
    captures = sorted({r.capture for r in rows})
    ours = flows.classified(sys.argv[1], captures)
    per, false = judge(rows, ours, ask_ndpi(captures))
    lab, scenarios = table.read_manifest(), table.read_list()
    fill = {'protocols': protocol_table(per, false), 'gaps': gap_list(lab, scenarios),
            'p2p': lab_table(lab, scenarios, 'p2p', ('scenario', 'what', 'flows', 'right', 'wrong', 'unknown', 'blocked',
                                                     'throttled', 'harmed')),
            'plain': lab_table(lab, scenarios, 'plain', ('scenario', 'what', 'flows', 'wrong', 'harmed')),
            'neighbours': kept.neighbour_table()}
    fill.update(false_hits(rows, ours, sys.argv[1], sys.argv[2]))
    fill.update(kept.swarm_tables())
    with open(os.path.join(HERE, 'accuracy.txt')) as f:
        text = f.read()
    for name, part in fill.items():
        text = text.replace('@%s@\n' % name, part)
    with open(OUT, 'w') as f:
        f.write(text)
    print(fill['protocols'] + fill['false-hits'] + fill['marks'] + fill['swarm'], end='')


if __name__ == '__main__':
    main()
