#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of the swarm's runs.

usage: swarm_table.py OUT line RUN     one run, when it has ended
       swarm_table.py OUT table        all of OUT/swarm/, also as OUT/swarm.tsv; exit status 1 if a run failed
       swarm_table.py OUT shares       what was measured, good or bad, into tests/accuracy/swarm.tsv
       swarm_table.py OUT captures     captures, labels and manifest rows of good runs that are kept, into pcaps/lab/

A run passes if at most SHARE_MAX of the file came through "likely" or "plain", all of it where nothing holds the
gateway, and, where it is throttled, no more than its rate; and if every page of the bystander came.
"""
import datetime
import glob
import os
import shutil
import subprocess
import sys

import table

SHARE_MAX = 0.02
RATES = {'throttle': 2.0, 'home': 8.0}   # mbit/s a host
TOLERANCE = 0.10
LIST = os.path.join(table.HERE, 'swarm.tsv')
KEPT = os.path.join(table.TOP, 'tests', 'accuracy', 'swarm.tsv')
KEPT_HEAD = ('scenario', 'client', 'policy', 'nat', 'share', 'seconds', 'mbit/s', 'page good', 'page bad', 'date', 'program',
             'peerwall')
HEAD = ('run', 'client', 'policy', 'nat', 'share', 'seconds', 'mbit/s', 'page good', 'page bad', 'result')


def read_values(path):
    with open(path) as f:
        return dict(line.rstrip('\n').split('\t', 1) for line in f if '\t' in line)


def number(values, what, default=0.0):
    try:
        return float(values.get(what, default))
    except ValueError:
        return default


def is_throttled(values, policy):
    """The measured rate; of what is too little for one, its mean."""
    rate = number(values, 'rate', -1.0)
    limit = RATES[policy]
    if rate < 0:
        rate = number(values, 'share') * 20 * 8 * 1.048576 / max(1.0, number(values, 'seconds'))
    if policy == 'throttle':
        return abs(rate - limit) <= TOLERANCE * limit
    return rate <= (1 + TOLERANCE) * limit


def gained(values):
    """The share of the file that came after the policy was there, at most."""
    if 'before' in values:
        return min(1.0, max(0.0, number(values, 'sent') - number(values, 'before')))
    return number(values, 'share')


def result(values, policy):
    good, bad = (values.get('bystander', '1 0').split() + ['0'])[:2]
    if 'skip' in values:
        return 'skip: ' + values['skip']
    if 'error' in values:
        return 'FAIL: ' + values['error']
    if 'share' not in values:
        return 'FAIL: ended early'
    if good == '0' or bad != '0':
        return 'FAIL: bystander'
    if policy == 'certain':
        return 'shown'
    if policy == 'free':
        passed = number(values, 'share') > 0.999
    elif policy in RATES:
        passed = is_throttled(values, policy)
    else:
        passed = gained(values) <= SHARE_MAX
    return 'ok' if passed else 'FAIL'


def row_of(out, name):
    scenario, client, policy, nat = name.split('/')
    values = read_values(os.path.join(out, 'swarm', name.replace('/', '.')))
    good, bad = (values.get('bystander', '- -').split() + ['-'])[:2]
    share = gained(values) if policy != 'free' else number(values, 'share')
    seconds = values.get('seconds', '-') if number(values, 'share') > 0.999 else '-'
    return (scenario, client, policy, nat, '%.3f' % share, seconds, values.get('rate', '-'), good, bad, result(values, policy))


def names(out):
    """Runs in the order of their start."""
    directory = os.path.join(out, 'swarm')
    found = [n for n in os.listdir(directory) if n.count('.') == 3 and not n.endswith(('.log', '.out'))]
    found.sort(key=lambda n: number(read_values(os.path.join(directory, n)), 'number'))
    return [n.replace('.', '/') for n in found]


def order():
    """scenario/client/policy/nat of every run that swarm.tsv names -> its place."""
    with open(LIST) as f:
        rows = [line.split('\t') for line in f if not line.startswith('#')]
    ids = ['/'.join((scenario, client, policy, {'yes': 'nat', 'no': 'no-nat'}[nat]))
           for scenario, client, policies, nats, *_ in rows for nat in nats.split(',') for policy in policies.split(',')]
    return {name: n for n, name in enumerate(ids)}


def read_kept():
    if not os.path.exists(KEPT):
        return {}
    with open(KEPT) as f:
        rows = [line.rstrip('\n').split('\t') for line in f][1:]
    return {'/'.join(row[:4]): row for row in rows}


def commit():
    """Of the tree the binary was built from, if it was built here."""
    if not os.path.abspath(os.environ.get('PEERWALL', '')).startswith(os.path.abspath(table.TOP) + os.sep):
        return '-'
    run = subprocess.run(['git', '-C', table.TOP, 'describe', '--always', '--tags', '--exclude=*'], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True, check=False)
    return run.stdout.strip() or '-'


def command_shares(out):
    """Runs that were measured replace what is kept of them, whatever came of them."""
    kept, places, peerwall = read_kept(), order(), commit()
    for name in names(out):
        path = os.path.join(out, 'swarm', name.replace('/', '.'))
        values, row = read_values(path), row_of(out, name)
        if any(row[-1].startswith(word) for word in ('skip', 'FAIL: ')) and row[-1] != 'FAIL: bystander':
            continue
        day = datetime.date.fromtimestamp(os.path.getmtime(path)).isoformat()
        kept[name] = list(row[:-1]) + [day, values.get('program', '-'), '-' if row[2] == 'free' else peerwall]
    with open(KEPT, 'w') as f:
        f.write('\t'.join(KEPT_HEAD) + '\n')
        f.writelines('\t'.join(kept[name]) + '\n' for name in sorted(kept, key=lambda n: places.get(n, 0)) if name in places)


def keep_capture(out, path, rows):
    """A capture of a run that got all of the file, and its row in the manifest."""
    directory, name = os.path.dirname(path), os.path.basename(path)[:-5]
    values = read_values(directory[:-4])
    if result(values, 'free') != 'ok':
        print('swarm: %s: not kept: %s' % (name, result(values, 'free')), file=sys.stderr)
        return
    for ending in ('.pcap', '.tsv'):
        shutil.copy(os.path.join(directory, name + ending), os.path.join(table.PCAPS, name + ending))
    run = subprocess.run([os.path.join(table.HERE, 'flows.py'), 'judge', os.environ['PEERWALL'], path, path[:-5] + '.tsv'],
                         stdout=subprocess.PIPE, text=True, check=True)
    row = (name, 'swarm', values.get('versions', ''), datetime.date.today().isoformat(),
           'make lab S=' + os.path.basename(directory)[:-4].replace('.', '/')) + tuple(run.stdout.split()) + ('-', '-', '-')
    rows[name] = dict(zip(table.COLUMNS, row))


def command_captures(out):
    rows = table.read_manifest()
    for path in sorted(glob.glob(os.path.join(out, 'swarm', '*.log', '*.pcap'))):
        keep_capture(out, path, rows)
    table.write_manifest(rows, table.read_list())


def print_rows(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    for row in rows:
        print('  '.join(c.ljust(w) if i < 4 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))).rstrip())


def main():
    if len(sys.argv) == 4 and sys.argv[2] == 'line':
        path = os.path.join(sys.argv[1], 'swarm', sys.argv[3].replace('/', '.'))
        row = row_of(sys.argv[1], sys.argv[3]) if os.path.exists(path) else (sys.argv[3], 'did not start')
        print('swarm: ' + ' '.join(row))
        return 0
    if len(sys.argv) == 3 and sys.argv[2] in ('shares', 'captures'):
        {'shares': command_shares, 'captures': command_captures}[sys.argv[2]](sys.argv[1])
        return 0
    if len(sys.argv) != 3 or sys.argv[2] != 'table':
        sys.exit(__doc__)
    rows = [row_of(sys.argv[1], n) for n in names(sys.argv[1])]
    with open(os.path.join(sys.argv[1], 'swarm.tsv'), 'w') as f:
        f.writelines('\t'.join(row) + '\n' for row in [HEAD] + rows)
    print_rows([HEAD] + rows)
    failed = sum(row[-1].startswith('FAIL') for row in rows)
    skipped = sum(row[-1].startswith('skip') for row in rows)
    print('%d passed, %d failed, %d skipped' % (len(rows) - failed - skipped, failed, skipped))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
