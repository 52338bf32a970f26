# SPDX-License-Identifier: GPL-3.0-or-later
"""False hits: what peerwall calls innocent flows, how often, and how often it can be at most; and the same of the
marks of BitTorrent behind MSE (marks.c)."""
import collections
import csv
import io
import os
import subprocess

import flows

CALL = 200
STATISTICS = 0.95
WAYS = (('certain', None, ('tcp', 'udp')), ('likely', 'dissector', ('tcp', 'udp')), ('likely', 'peer', ('tcp', 'udp')),
        ('likely', 'host', ('tcp',)))
WAY_TEXT = {None: 'certain', 'dissector': 'likely, by a message alone', 'peer': 'likely, beside a learned peer',
            'host': 'likely, at a known host (MSE)'}
OUTSIDE_ALL = ('nat-traversal', 'overlay-vpn', 'lan-sharing')
SHIPPED = ('smb1', 'smb2', 'netbios')        # blocked by policies as shipped, and not of `all`
MARKS = ('random', 'shape', 'exact', 'sizes', 'either', 'named')

Flow = collections.namedtuple('Flow', 'capture key label transport protocol confidence stage marks')


# --- the flows ------------------------------------------------------------------------------------------------------

def plain_captures(top):
    """Captures in which every flow is innocent -> the labels that manifest.tsv gives them."""
    found = {}
    with open(os.path.join(top, 'pcaps', 'manifest.tsv')) as f:
        for line in f:
            name, labels = line.split('\t')[:2]
            base = os.path.basename(name)
            if name.startswith('plain/') or (name.startswith('made/') and ('-lookalike' in base or base.startswith('innocent-'))):
                words = {w.rpartition(':')[0] for w in labels.split()}
                found[os.path.join(top, 'pcaps', name)] = words.pop() if len(words) == 1 else 'unknown'
    return found


def read_csv(command, captures):
    for i in range(0, len(captures), CALL):
        run = subprocess.run(command + captures[i:i + CALL], stdout=subprocess.PIPE, text=True, check=False)
        yield from csv.DictReader(io.StringIO(run.stdout))


def key_in(row):
    return row['capture'], flows.key_of(row['transport'], row['src'], row['sport'], row['dst'], row['dport'])


def read_marks(binary, captures):
    """(capture, key) -> the marks of the flows between those ends, of those with payload."""
    got = collections.defaultdict(collections.Counter)
    for row in read_csv([binary], captures):
        if int(row['payload']):
            either = row['exact'] == '1' or row['sizes'] == '1'
            got[key_in(row)] += collections.Counter({m: int(row[m]) for m in row if m in MARKS or m == 'both'})
            got[key_in(row)]['either'] += either
            got[key_in(row)]['flows'] += 1
    return got


def gather(rows, names, peerwall, marks):
    """Flows with payload, each once: of labelled captures those with labels, of innocent ones all."""
    plain = plain_captures(os.path.normpath(os.path.join(os.path.dirname(__file__), '..', '..')))
    seen = read_marks(marks, sorted({r.capture for r in rows} | set(plain)))
    names = {**names, **flows.classified(peerwall, sorted(plain))}
    labels = {(r.capture, r.key): r.label for r in rows}
    labels.update({(capture, key): 'other:' + plain[capture].replace('other:', '') for capture, key in seen if capture in plain})
    found, known = [], set()
    for (capture, key), label in labels.items():
        row = names.get((capture, key))
        if not row or (capture, key) not in seen or (key, row['first_s']) in known:
            continue
        known.add((key, row['first_s']))        # many collections have the same captures
        found.append(Flow(capture, key, label, key[0], row['protocol'], row['confidence'], row['stage'], seen[capture, key]))
    return found


def hosts_of(some):
    return len({(f.capture, address) for f in some for address in (f.key[1], f.key[3])})


# --- the bound ------------------------------------------------------------------------------------------------------

def tail(k, n, p):
    """Of n flows at most k, if each has the chance p."""
    term, total = (1 - p) ** n, 0.0
    for i in range(k + 1):
        total += term
        term *= (n - i) / (i + 1) * p / (1 - p)
    return total


def bound(k, n):
    """The upper end of the one-sided 95 % interval (Clopper and Pearson); 3/n where there was none."""
    if not n or k >= n:
        return 1.0
    if k == 0:
        return min(1.0, 3 / n)
    low, high = k / n, 1.0 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(k, n, middle) > 1 - STATISTICS else (low, middle)
    return high


def percent(x):
    return '%.3g %%' % (100 * x) if x else '0'


# --- the tables -----------------------------------------------------------------------------------------------------

def row_of(what, way, transports, hits, innocent):
    of = [f for f in innocent if f.transport in transports]
    named_so = sum(f.label == 'other:' + f.protocol for f in hits)
    return '| %s | %s | %s | %d | %d | %d | %d | %s | %s |\n' % (
        what, way, ' and '.join(t.upper() for t in transports), len(hits), named_so, len(of), hosts_of(of),
        percent((len(hits) - named_so) / len(of)), percent(bound(len(hits) - named_so, len(of))))


def hits_of(innocent, confidences, protocols, stage=None, transports=('tcp', 'udp')):
    return [f for f in innocent if f.confidence in confidences and f.protocol in protocols and f.transport in transports and
            (stage is None or f.stage == stage)]


def rows_of_one(protocol, innocent):
    """A label that somebody innocent got, by confidence."""
    text = ''
    for confidence in ('certain', 'likely'):
        hits = hits_of(innocent, (confidence,), (protocol,))
        if hits:
            text += row_of(protocol, confidence, sorted({f.transport for f in hits}), hits, innocent)
    return text


def hit_table(innocent, catalogue):
    """catalogue: protocol -> category, of those that a policy may name."""
    text = ('| Label | Confidence | Over | Flows that got it | of these so labelled | Innocent flows | Hosts | False rate | at most |\n'
            '|---|---|---|---|---|---|---|---|---|\n')
    for confidence, stage, transports in WAYS:
        for transport in transports:
            hits = hits_of(innocent, (confidence,), ('bittorrent',), stage, (transport,))
            text += row_of('bittorrent', WAY_TEXT[stage], (transport,), hits, innocent)
    got = {f.protocol for f in hits_of(innocent, flows.SURE, catalogue)} - {'bittorrent'}
    alone = sorted(got | set(SHIPPED), key=lambda p: list(catalogue).index(p))
    groups = (('every other label of `file-sharing`', lambda p: catalogue[p] == 'file-sharing'),
              ('every other label of `all`', lambda p: catalogue[p] not in OUTSIDE_ALL + ('file-sharing',)),
              ('all others', lambda p: catalogue[p] in OUTSIDE_ALL))
    rest = [p for p in catalogue if p not in alone and p != 'bittorrent']
    for what, belongs in groups[:2]:
        some = [p for p in rest if belongs(p)]
        for transport in ('tcp', 'udp'):
            hits = hits_of(innocent, flows.SURE, some, None, (transport,))
            text += row_of('%s (%d)' % (what, len(some)), 'certain or likely', (transport,), hits, innocent)
    for p in alone:
        text += rows_of_one(p, innocent) or row_of(p, 'certain or likely', ('tcp', 'udp'), [], innocent)
    some = [p for p in rest if groups[2][1](p)]
    return text + row_of('%s (%d)' % (groups[2][0], len(some)), 'certain or likely', ('tcp', 'udp'),
                         hits_of(innocent, flows.SURE, some), innocent)


MARK_TEXT = {'flows': 'with payload', 'both': 'both sides spoke', 'random': 'random from byte 0', 'shape': 'shape',
             'exact': 'shape and exact', 'sizes': 'shape and sizes', 'either': 'shape, and exact or sizes',
             'named': 'the same, at a host that is known by these signs'}


def mark_table(everything):
    kinds = [('innocent', [f for f in everything if f.label.startswith('other:')]),
             ('BitTorrent', [f for f in everything if f.label == 'bittorrent']),
             ('other P2P', [f for f in everything if f.label != 'bittorrent' and not f.label.startswith('other:')])]
    kinds = [(name, [f for f in some if f.transport == 'tcp']) for name, some in kinds]
    text = ('| TCP flows | Innocent | their hosts | of the random ones, at most | BitTorrent | Other P2P |\n'
            '|---|---|---|---|---|---|\n')
    random = [f for f in kinds[0][1] if f.marks['random']]
    for mark, what in MARK_TEXT.items():
        counted = [[f for f in some if f.marks[mark]] for _, some in kinds]
        n = len(counted[0])
        most = percent(bound(n, len(random))) if mark in MARKS[1:] else '-'
        text += '| %s | %d | %d | %s | %d | %d |\n' % (what, n, hosts_of(counted[0]), most, len(counted[1]), len(counted[2]))
    return text + random_text(random)


def random_text(random):
    """Who the innocent flows are that are random, and what that says of hosts."""
    named, hosts = sum(f.marks['named'] > 0 for f in random), hosts_of(random)
    labels = collections.Counter(f.label.replace('other:', '') for f in random).most_common(4)
    return ('\n%d of the %d hosts with random innocent flows had one that got the label: at most %s.\nOf the %d random flows %s.\n' % (
        named, hosts, percent(bound(named, hosts)), len(random),
        ', '.join('%d are labelled `%s`' % (n, label) for label, n in labels)))
