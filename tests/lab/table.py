#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of the lab's scenarios.

usage: table.py OUT line SCENARIO
       table.py OUT table SCENARIO…     the table; exit status 1 if a scenario failed
       table.py OUT update SCENARIO…    captures, labels and manifest into pcaps/lab/, the table into docs/accuracy.md
"""
import collections
import datetime
import glob
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, '..', '..')
PCAPS = os.path.join(TOP, 'pcaps', 'lab')
ACCURACY = os.path.join(TOP, 'docs', 'accuracy.md')
RATE_MAX = 1.15           # mbit/s under "throttle 1 mbit/s"
HEAD = ('scenario', 'flows', 'right', 'wrong', 'unknown', 'blocked', 'throttled', 'innocent harmed')

Scenario = collections.namedtuple('Scenario', 'name kind blocks seconds gap what')


def read_list():
    with open(os.path.join(HERE, 'list.tsv')) as f:
        rows = [Scenario(*line.rstrip('\n').split('\t')) for line in f if not line.startswith('#')]
    return {s.name: s for s in rows}


def read_values(path):
    """what -> values, in their order."""
    values = collections.defaultdict(list)
    if os.path.exists(path):
        for line in open(path):
            what, _, value = line.rstrip('\n').partition('\t')
            values[what].append(value)
    return values


class Result:
    def __init__(self, out, scenario):
        self.scenario = scenario
        self.dir = os.path.join(out, scenario.name)
        self.phase = {p: read_values(os.path.join(self.dir, p + '.tsv')) for p in ('free', 'block', 'throttle')}
        self.skip = self.text('skip')
        self.judged = (self.text('judged').split() + ['-'] * 4)[:4]

    def text(self, name):
        path = os.path.join(self.dir, name)
        return open(path).read().strip() if os.path.exists(path) else ''

    def value(self, phase, what, default=''):
        return (self.phase[phase][what] or [default])[0]

    def reached(self, phase):
        return self.value(phase, 'proved') == 'yes'

    def error(self):
        for phase in ('free', 'block', 'throttle'):
            if self.phase[phase]['error']:
                return '%s: %s' % (phase, self.phase[phase]['error'][0])
        return ''

    def blocked(self):
        if self.scenario.kind == 'plain':
            return '-'
        if not self.value('block', 'proved'):
            return '?'
        return 'no' if self.reached('block') or self.value('block', 'bytes', '0') != '0' else 'yes'

    def throttled(self):
        if self.scenario.kind == 'plain':
            return '-'
        if not self.reached('throttle'):
            return 'not reached'
        rate = self.value('throttle', 'rate', '-')
        return 'reached' if rate == '-' else rate + ' mbit/s'

    def harmed(self):
        if self.scenario.kind == 'plain':
            return {'yes': 'no', 'no': 'yes'}.get(self.value('block', 'proved'), '?')
        counts = [self.value(p, 'bystander', '0 1').split() for p in ('block', 'throttle')]
        return 'yes' if any(int(good) == 0 or int(bad) > 0 for good, bad in counts) else 'no'

    def row(self):
        if self.skip:
            return [self.scenario.name] + ['skip'] + [''] * 5 + [self.skip]
        return [self.scenario.name] + self.judged + [self.blocked(), self.throttled(), self.harmed()]

    def complaints(self):
        """Why this scenario failed; a gap that the list names is none."""
        if self.skip:
            return []
        found = []
        if self.error():
            found.append(self.error())
        elif not self.reached('free'):
            found.append('its state was not reached without peerwall either')
        if self.judged[2] not in ('0', '-'):
            found.append('%s flows wrong (%s)' % (self.judged[2], os.path.join(self.dir, 'not-right')))
        if self.harmed() != 'no':
            found.append('innocent traffic was harmed')
        if self.scenario.kind == 'p2p' and not self.error():
            found += self.complaints_of_p2p()
        return found

    def complaints_of_p2p(self):
        found = []
        gap = self.scenario.gap != '-'
        if self.blocked() != 'yes' and not gap:
            found.append('not blocked, and list.tsv gives no reason')
        if self.blocked() == 'yes' and gap:
            found.append('blocked, although list.tsv says that it cannot be: take the reason away')
        if not self.reached('throttle'):
            found.append('not reached when throttled')
        rate = self.value('throttle', 'rate', '-')
        if rate != '-' and float(rate) > RATE_MAX and not gap:
            found.append('%s mbit/s came through a throttle of 1 mbit/s' % rate)
        return found


# --- printing -----------------------------------------------------------------------------------------------------

def print_table(results):
    rows = [HEAD] + [tuple(r.row()) for r in results]
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(HEAD) - 1)]
    for row in rows:
        print('  '.join([str(row[0]).ljust(widths[0])] + [str(c).rjust(w) for c, w in zip(row[1:-1], widths[1:])] + [row[-1]]))
    for r in results:
        for complaint in r.complaints():
            print('FAIL %s: %s' % (r.scenario.name, complaint))
    ran = [r for r in results if not r.skip]
    bad = [r for r in ran if r.complaints()]
    kinds = collections.Counter(r.scenario.kind for r in ran)
    print('%d peer-to-peer and %d innocent scenarios ran' % (kinds['p2p'], kinds['plain']))
    print('%d passed, %d failed, %d skipped' % (len(ran) - len(bad), len(bad), len(results) - len(ran)))
    return 1 if bad else 0


# --- what is kept in the project ------------------------------------------------------------------------------------

def keep_capture(r):
    """Into pcaps/lab/, if the run was good."""
    name = r.scenario.name
    if r.skip or not r.reached('free'):
        return False
    os.makedirs(PCAPS, exist_ok=True)
    for ending in ('.pcap', '.tsv'):
        shutil.copy(os.path.join(r.dir, name + ending), os.path.join(PCAPS, name + ending))
    with open(os.path.join(PCAPS, name + '.run'), 'w') as f:
        f.write('\t'.join((name, r.scenario.what, '; '.join(r.phase['free']['version']), datetime.date.today().isoformat(),
                           'make lab S=' + name) + tuple(r.judged)) + '\n')
    return True


def write_manifest(scenarios):
    """One row a capture, from the rows that the runs have left."""
    rows = [open(p).read().rstrip('\n') for p in sorted(glob.glob(os.path.join(PCAPS, '*.run')))]
    with open(os.path.join(PCAPS, 'manifest.tsv'), 'w') as f:
        f.write('scenario\twhat happens\tprograms\tdate\tcommand\tflows\tright\twrong\tunknown\n')
        f.writelines(row + '\n' for row in rows if row.split('\t')[0] in scenarios)


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    scenarios = read_list()
    results = [Result(sys.argv[1], scenarios[n]) for n in sys.argv[3:]]
    if sys.argv[2] == 'line':
        r = results[0]
        print('; '.join(r.complaints()) or r.skip or 'ok, flows %s right %s wrong %s unknown %s, blocked %s, throttled %s' %
              tuple(r.judged + [r.blocked(), r.throttled()]))
        return 0
    if sys.argv[2] == 'table':
        return print_table(results)
    return 0


if __name__ == '__main__':
    sys.exit(main())
