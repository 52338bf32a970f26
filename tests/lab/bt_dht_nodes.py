#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes of a private BitTorrent DHT, by libtorrent.

usage: bt_dht_nodes.py HOST-ADDRESS ADDRESS:PORT…

ADDRESS:PORT are all of the nodes; it runs those of HOST-ADDRESS, at most five minutes, or all of them ("all"), at most
two hours, and introduces them to the rest: a DHT of so few would take minutes to find itself. Says "ready" when each knows as many others, and
"announced INFO-HASH" when a peer says that it has a torrent.
"""
import sys
import time
import warnings

import libtorrent

SETTINGS = {
    'enable_dht': True, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False, 'dht_bootstrap_nodes': '',
    'dht_restrict_routing_ips': False, 'dht_restrict_search_ips': False, 'dht_ignore_dark_internet': False,
    'alert_mask': libtorrent.alert.category_t.dht_notification,
}


def known_at(second, nodes, node):
    """First one neighbour, for a node takes another id as soon as it hears what its own address is; then all."""
    if second == 0:
        return [nodes[(nodes.index(node) + 1) % len(nodes)]]
    return [n for n in nodes if n != node] if 2 <= second <= 4 else []


def main():
    warnings.simplefilter('ignore', DeprecationWarning)
    nodes = [(a.rsplit(':', 1)[0], int(a.rsplit(':', 1)[1])) for a in sys.argv[2:]]
    here = {n: libtorrent.session(dict(SETTINGS, listen_interfaces='%s:%d' % n)) for n in nodes
            if sys.argv[1] in (n[0], 'all')}
    ready = False
    for second in range(7200 if sys.argv[1] == 'all' else 300):
        time.sleep(1)
        for node, session in here.items():
            for other in known_at(second, nodes, node):
                session.add_dht_node(other)
            for alert in session.pop_alerts():
                if isinstance(alert, libtorrent.dht_announce_alert):
                    print('announced', alert.info_hash, flush=True)
        if not ready and min(s.status().dht_nodes for s in here.values()) >= len(nodes) - 1:
            ready = True
            print('ready', flush=True)


if __name__ == '__main__':
    main()
