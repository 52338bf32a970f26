# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of what was measured and is kept: the swarm (swarm.tsv, swarm_0.1.0.tsv) and the neighbours (neighbours.tsv)."""
import collections
import os
import textwrap

HERE = os.path.dirname(os.path.abspath(__file__))
LIST = os.path.join(HERE, '..', 'lab', 'swarm.tsv')
BLOCKS = ('certain', 'likely', 'plain')
LIMITS = {'throttle': '2 mbit/s', 'school': 'refused', 'office': 'refused', 'home': '8 mbit/s'}


def read_rows(name):
    """Rows by the heading; none where there is no such file."""
    path = os.path.join(HERE, name)
    if not os.path.exists(path):
        return []
    with open(path) as f:
        lines = [line.rstrip('\n').split('\t') for line in f]
    first = lines[0][0].lstrip('# ')
    heading = ['scenario' if first == 'run' else first] + lines[0][1:]      # build/lab/swarm.tsv has "run"
    return [dict(zip(heading, cells)) for cells in lines[1:]]


# --- the swarm ------------------------------------------------------------------------------------------------------

def by_run(name):
    return {(r['scenario'], r['client'], r['policy'], r['nat']): r for r in read_rows(name)}


def swarm_list():
    with open(LIST) as f:
        rows = [line.rstrip('\n').split('\t') for line in f if not line.startswith('#')]
    for scenario, client, policies, nats, _, what in rows:
        for nat in nats.split(','):
            yield scenario, client, policies.split(','), {'yes': 'nat', 'no': 'no-nat'}[nat], what


def name_of(scenario, client, nat):
    return '%s, %s%s' % (scenario[len('swarm-'):].replace('-' + client, ''), client, ', NAT' if nat == 'nat' else '')


def free_cell(row):
    if not row:
        return '-'
    return row['seconds'] + ' s' if row['seconds'] != '-' else row['share']


def block_table(now, before):
    text = '| Scenario, client | free | `certain` | 0.1.0 | `likely` | 0.1.0 | plain | 0.1.0 |\n|---|---|---|---|---|---|---|---|\n'
    for scenario, client, policies, nat, _ in swarm_list():
        if 'likely' not in policies:
            continue
        cells = [free_cell(now.get((scenario, client, 'free', nat)))]
        for policy in BLOCKS:
            key = (scenario, client, policy, nat)
            cells += [now.get(key, {}).get('share', '-'), before.get(key, {}).get('share', '-')]
        text += '| %s | %s |\n' % (name_of(scenario, client, nat), ' | '.join(cells))
    return text


def throttle_table(now, before):
    text = '| Scenario, client | limit | mbit/s | share | share, 0.1.0 |\n|---|---|---|---|---|\n'
    for scenario, client, policies, nat, _ in swarm_list():
        for policy in policies:
            key = (scenario, client, policy, nat)
            if policy in LIMITS:
                text += '| %s | %s | %s | %s | %s |\n' % (
                    name_of(scenario, client, nat), LIMITS[policy], now.get(key, {}).get('mbit/s', '-'),
                    now.get(key, {}).get('share', '-'), before.get(key, {}).get('share', '-'))
    return text


def swarm_meanings():
    """What happens, by scenario; where that differs between the clients, by client."""
    what = collections.OrderedDict()
    for scenario, client, _, _, text in swarm_list():
        name = scenario[len('swarm-'):].replace('-' + client, '')
        what.setdefault(name, collections.OrderedDict()).setdefault(text, client)
    return ''.join('* **%s**: %s\n' % (name, next(iter(texts)) if len(texts) == 1 else
                                       '. '.join('%s: %s' % (client, text) for text, client in texts.items()))
                   for name, texts in what.items()) + '\n'


def wrapped(text):
    return textwrap.fill(text, 124, break_long_words=False, break_on_hyphens=False) + '\n'


def sources(now):
    """When and with what; and what became of the bystanders."""
    if not now:
        return 'No run has been kept yet.\n'
    commits = collections.Counter(r['peerwall'] for r in now.values() if r['peerwall'] != '-')
    pages = [(int(r['page good']), int(r['page bad'])) for r in now.values() if r['page good'] != '-']
    days = sorted({min(r['date'] for r in now.values()), max(r['date'] for r in now.values())})
    return wrapped('%d of the %d runs were measured so far, on %s, with %s; peerwall of commit %s. The bystanders of these runs read '
                   '%d pages; %d were late or broken.' % (
                       len(now), sum(len(policies) for _, _, policies, _, _ in swarm_list()), ' to '.join(days),
                       ', '.join(sorted({r['program'] for r in now.values()})),
                       ', '.join('%s (%d runs)' % item for item in sorted(commits.items())) or '-',
                       sum(good for good, _ in pages), sum(bad for _, bad in pages))) + '\n'


def swarm_tables():
    now, before = by_run('swarm.tsv'), by_run('swarm_0.1.0.tsv')
    return {'swarm': block_table(now, before), 'swarm-throttle': throttle_table(now, before),
            'swarm-what': swarm_meanings(), 'swarm-sources': sources(now)}


# --- the neighbours -------------------------------------------------------------------------------------------------

def neighbour_table():
    hosts = collections.OrderedDict()
    kinds = set()
    for r in read_rows('neighbours.tsv'):
        host = hosts.setdefault(r['host'], collections.Counter())
        host['all'] += int(r['connections'])
        host['cut'] += int(r['connections']) - int(r['right'])
        kinds.add(r['kind'])
    text = '| Innocent host | kinds | connections | cut off or changed |\n|---|---|---|---|\n'
    for name, host in hosts.items():
        text += '| %s | %d | %d | %d |\n' % (name, len(kinds), host['all'], host['cut'])
    return text + '\n' + wrapped('The kinds are %s.' % ', '.join(sorted(kinds)))
