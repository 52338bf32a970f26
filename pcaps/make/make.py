#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Makes captures of networks whose programs do not run any more, both sides of
them, from what is written of their protocols. It knows nothing of how peerwall
recognises them, and is not to be changed so that it does.

usage: make.py [-o FOLDER] [--rows] [NAME...]

NAME.pcap            the conversations
NAME-cut.pcap        the same, of each packet the first 96 bytes
NAME-lookalike.pcap  others that share a port, a first byte or a word with them

  -o FOLDER   where they go; pcaps/made of this tree, if not said
  --rows      prints the rows of pcaps/manifest.tsv instead
"""
import argparse
import os
import sys

sys.dont_write_bytecode = True

import gnutella
import sharing
import streaming
from wire import CUT, WHOLE, Capture

# Name, module, label, reference.
MADE = [
    ('fasttrack', sharing, 'fasttrack', 'giFT-FastTrack PROTOCOL'),
    ('napster', sharing, 'napster', 'napster messages (drscholl, 2000)'),
    ('winmx', sharing, 'winmx', 'public notes on the WinMX Peer Network Protocol'),
    ('waste', sharing, 'waste', 'WASTE documentation'),
    ('openft', sharing, 'openft', 'mldonkey docs/OpenFT.txt'),
    ('ares', sharing, 'ares', 'libprotoident, l7-filter'),
    ('imesh', sharing, 'imesh', 'OpenDPI imesh.c'),
    ('manolito', sharing, 'manolito', 'libprotoident mp2p'),
    ('pando', sharing, 'pando', 'OpenDPI pando.c'),
    ('gnutella2', gnutella, 'gnutella2', 'Gnutella2 draft'),
    ('mojito', gnutella, 'gnutella', 'gtk-gnutella DHT messages'),
    ('kontiki', streaming, 'kontiki', 'OpenDPI kontiki.c'),
    ('pplive', streaming, 'pplive', 'nDPI pplive.c'),
    ('sopcast', streaming, 'sopcast', 'OpenDPI sopcast.c'),
    ('tvants', streaming, 'tvants', 'OpenDPI tvants.c'),
    ('xunlei', streaming, 'xunlei', 'libprotoident xunlei'),
    ('acestream', streaming, 'acestream', 'libprotoident acestream; BEP 3'),
    ('skype', streaming, 'skype', 'Silver Needle in the Skype (2006)'),
    ('steam', streaming, 'steam-peer', 'nDPI steam.c'),
    ('blizzard', streaming, 'bittorrent', 'BEP 3'),
]


def converse(name, module, function):
    capture = Capture(name)
    getattr(module, function)(capture)
    return capture


def variants(name, module, label, reference):
    """File, label, capture, bytes kept of a packet, reference, extent."""
    yes = converse(name, module, name)
    other = converse(name + ' lookalike', module, name + '_lookalike')
    origin = 'made from ' + reference
    return [(name + '.pcap', label, yes, WHOLE, origin, 'whole'),
            (name + '-cut.pcap', label, yes, CUT, origin, 'cut at %d bytes' % CUT),
            (name + '-lookalike.pcap', 'unknown', other, WHOLE, 'made to look like ' + label, 'whole')]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('usage: ')[1].split('\n')[0])
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument('-o', default=os.path.join(here, '..', 'made'))
    parser.add_argument('--rows', action='store_true')
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    unknown = set(options.names) - {row[0] for row in MADE}

    if unknown:
        sys.exit('make.py: there is no %s; there are %s' %
                 (', '.join(sorted(unknown)), ', '.join(row[0] for row in MADE)))
    if not options.rows:
        os.makedirs(options.o, exist_ok=True)
    for row in MADE:
        if options.names and row[0] not in options.names:
            continue
        for file, label, capture, keep, origin, extent in variants(*row):
            if options.rows:
                print('made/%s\t%s:%d\t%s\tGPL-3.0-or-later\t%s' %
                      (file, label, capture.flows, origin, extent))
            else:
                capture.write(os.path.join(options.o, file), keep)


if __name__ == '__main__':
    main()
