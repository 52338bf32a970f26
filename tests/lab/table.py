#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of the lab's scenarios.

usage: table.py OUT line SCENARIO
       table.py OUT table SCENARIO…     the table; exit status 1 if a scenario failed
       table.py OUT update SCENARIO…    captures, labels and manifest rows of good runs into pcaps/lab/
       table.py replay PEERWALL [update]   judges the captures of pcaps/lab/ anew
"""
import collections
import datetime
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, '..', '..')
PCAPS = os.path.join(TOP, 'pcaps', 'lab')
RATE_MAX = 1.15           # mbit/s under "throttle 1 mbit/s"
ONLY_THROTTLE = 'not throttled: '   # a gap that begins with it is none of block
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
        unstoppable = gap and not self.scenario.gap.startswith(ONLY_THROTTLE)
        if self.blocked() != 'yes' and not unstoppable:
            found.append('not blocked, and list.tsv gives no reason')
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

COLUMNS = ('scenario', 'kind', 'programs', 'date', 'command', 'flows', 'right', 'wrong', 'unknown', 'blocked', 'throttled',
           'harmed')


def read_manifest():
    path = os.path.join(PCAPS, 'manifest.tsv')
    if not os.path.exists(path):
        return {}
    with open(path) as f:
        rows = [dict(zip(COLUMNS, line.rstrip('\n').split('\t'))) for line in f]
    return {row['scenario']: row for row in rows[1:]}


def write_manifest(rows, scenarios):
    with open(os.path.join(PCAPS, 'manifest.tsv'), 'w') as f:
        f.write('\t'.join(COLUMNS) + '\n')
        names = [n for n in scenarios if n in rows] + [n for n in rows if n not in scenarios]   # the swarm's have a list of their own
        f.writelines('\t'.join(rows[n][c] for c in COLUMNS) + '\n' for n in names)


def keep_run(r, rows):
    """Capture, labels and row, if the run was good. What is kept is that of a run without complaints."""
    name = r.scenario.name
    if r.skip or r.complaints():
        print('lab: %s: not kept: %s' % (name, r.skip or '; '.join(r.complaints())), file=sys.stderr)
        return
    os.makedirs(PCAPS, exist_ok=True)
    for ending in ('.pcap', '.tsv'):
        shutil.copy(os.path.join(r.dir, name + ending), os.path.join(PCAPS, name + ending))
    values = (name, r.scenario.kind, '; '.join(r.phase['free']['version']), datetime.date.today().isoformat(),
              'make lab S=' + name) + tuple(r.judged) + (r.blocked(), r.throttled(), r.harmed())
    rows[name] = dict(zip(COLUMNS, values))


def command_update(results, scenarios):
    rows = read_manifest()
    for r in results:
        keep_run(r, rows)
    write_manifest(rows, scenarios)


# --- the kept captures again ----------------------------------------------------------------------------------------

def complaints_of(name, row, judged):
    """What is worse now than when the capture was kept."""
    files = [os.path.join(PCAPS, name + ending) for ending in ('.pcap', '.tsv')]
    missing = [f for f in files if not os.path.exists(f)]
    if missing:
        return ['%s is missing' % ', '.join(missing)]
    found = []
    if os.path.getsize(files[0]) >= 500_000:
        found.append('its capture has 500 kB or more')
    if int(judged[2]) > 0:
        found.append('%s flows are named wrong' % judged[2])
    if int(judged[1]) < int(row['right']):
        found.append('%s flows are named right; it were %s' % (judged[1], row['right']))
    return found


def command_replay(binary, scenarios, update):
    """Judges every kept capture; with `update`, what comes of it is what is kept."""
    rows = read_manifest()
    passed = failed = 0
    for name in [n for n in scenarios if n in rows] + [n for n in rows if n not in scenarios]:
        run = subprocess.run([os.path.join(HERE, 'flows.py'), 'judge', '-v', binary] +
                             [os.path.join(PCAPS, name + ending) for ending in ('.pcap', '.tsv')],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        judged = run.stdout.split()
        if len(judged) != 4:
            judged = ['0', '0', '1', '0']
        complaints = complaints_of(name, rows[name], judged)
        if complaints:
            print('FAIL lab capture %s: %s' % (name, '; '.join(complaints)))
            print(''.join('    %s\n' % line for line in run.stderr.splitlines()[:10]), end='')
            failed += 1
        else:
            passed += 1
        if update:
            rows[name].update(zip(('flows', 'right', 'wrong', 'unknown'), judged))
    if update:
        write_manifest(rows, scenarios)
    print('%d passed, %d failed, 0 skipped' % (passed, failed))
    return 1 if failed else 0


def main():
    scenarios = read_list()
    if len(sys.argv) >= 3 and sys.argv[1] == 'replay':
        return command_replay(sys.argv[2], scenarios, 'update' in sys.argv[3:])
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    results = [Result(sys.argv[1], scenarios[n]) for n in sys.argv[3:]]
    if sys.argv[2] == 'line':
        r = results[0]
        print('; '.join(r.complaints()) or r.skip or 'ok, flows %s right %s wrong %s unknown %s, blocked %s, throttled %s' %
              tuple(r.judged + [r.blocked(), r.throttled()]))
        return 0
    if sys.argv[2] == 'table':
        return print_table(results)
    command_update(results, scenarios)
    return 0


if __name__ == '__main__':
    sys.exit(main())
