#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A BitTorrent peer of the swarm, by libtorrent.

usage: swarm_peer.py DIRECTORY PORT ORDERS [SETTING=VALUE…] TORRENT…

SETTING is libtorrent's. What lies in DIRECTORY is seeded, what does not is fetched. It asks its trackers every 20 s,
so it hears of newcomers. Lines "ADDRESS PORT" that are added to the file ORDERS are peers to connect to. It ends on
SIGTERM, or after two hours.
"""
import os
import sys
import time
import warnings

import libtorrent

SECONDS_MAX = 7200
ANNOUNCE_S = 20


def settings_of(port, words):
    settings = {
        'listen_interfaces': '0.0.0.0:%s,[::]:%s' % (port, port), 'enable_upnp': False, 'enable_natpmp': False,
        'dht_bootstrap_nodes': 'router.bittorrent.com:6881', 'unchoke_slots_limit': 60, 'alert_mask': 0,
    }
    for word in words:
        key, _, value = word.partition('=')
        settings[key] = value == 'true' if value in ('true', 'false') else int(value) if value.isdigit() else value
    return settings


def obey(orders, torrents, done):
    """Connects to the peers of the lines behind the first `done` ones; the new count of lines."""
    if not os.path.exists(orders):
        return done
    with open(orders) as f:
        lines = f.read().splitlines()
    for line in lines[done:]:
        address, port = line.split()
        for torrent in torrents:
            torrent.connect_peer((address, int(port)))
    return len(lines)


def main():
    warnings.simplefilter('ignore', DeprecationWarning)
    directory, port, orders = sys.argv[1:4]
    words = [w for w in sys.argv[4:] if '=' in w]
    session = libtorrent.session(settings_of(port, words))
    torrents = [session.add_torrent({'ti': libtorrent.torrent_info(t), 'save_path': directory})
                for t in sys.argv[4:] if '=' not in t]
    for torrent in torrents:
        torrent.set_max_uploads(30)
    done = 0
    for second in range(SECONDS_MAX):
        done = obey(orders, torrents, done)
        if second % ANNOUNCE_S == ANNOUNCE_S - 1:
            for torrent in torrents:
                torrent.force_reannounce()
        time.sleep(1)


if __name__ == '__main__':
    main()
