#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Makes captures of networks whose programs do not run any more, both sides of
them, from what is written of their protocols; of those whose programs run it
cuts what they were seen to say. It knows nothing of how peerwall recognises
them, and is not to be changed so that it does.

usage: make.py [-o FOLDER] [--rows] [NAME...]

NAME.pcap            the conversations
NAME-cut.pcap        the same, of each packet the first 96 bytes
NAME-lookalike.pcap  others that share a port, a first byte, a length or a word with them
innocent-NAME.pcap   others that have nothing to do with them at all

  -o FOLDER   where they go; pcaps/made of this tree, if not said
  --rows      prints the rows of pcaps/manifest.tsv instead
"""
import argparse
import os
import sys

sys.dont_write_bytecode = True

import alike_lan
import alike_overlays
import alike_sharing
import currency
import cut
import friends
import gnutella
import hidden
import innocent
import innocent_home
import innocent_work
import lan
import overlay
import sharing
import streaming
import traversal
from wire import CUT, WHOLE, Capture

OURS = 'GPL-3.0-or-later'

# Networks whose programs do not run, or not in the lab: name, module, label, reference.
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
    ('blizzard', streaming, 'blizzard:2 bittorrent:1', 'BEP 3; what others found in Blizzard Downloader 2.2'),
    ('retroshare', friends, 'retroshare', 'libretroshare; udp-discovery-cpp'),
    ('freenet', friends, 'freenet', 'hyphanet/fred; Freenet 0.5'),
    ('i2p', friends, 'i2p', 'geti2p.net SAM, BOB, I2CP, reseed'),
    ('gnunet', friends, 'gnunet', 'GNUnet gnunet-communicator-udp.c, plugin_transport_tcp.c'),
    ('dogecoin', currency, 'dogecoin', 'Bitcoin wiki, Protocol documentation; Dogecoin chainparams.cpp'),
    ('zcash', currency, 'zcash', 'Bitcoin wiki, Protocol documentation; Zcash protocol specification 7.6'),
    ('nano', currency, 'nano', 'nanocurrency/protocol reference/protocol.ksy'),
    ('zerotier', overlay, 'zerotier', 'ZeroTierOne node/Packet.hpp'),
    ('teredo', traversal, 'teredo', 'RFC 4380'),
    ('pcp', traversal, 'pcp', 'RFC 6887'),
    ('smb-midway', lan, 'smb-midway', 'MS-SMB2 2.2'),
    ('hidden-p2p', hidden, 'hidden-p2p', 'what I2P in lab/i2p-ssu2.pcap begins with'),
]

# Networks whose programs run: name, label, the capture that is cut, the ports of the flows that are meant there
# (where there are labels beside the capture, they tell).
CUT_OF = [
    ('bittorrent', 'bittorrent', 'lab/bt-qbittorrent-tcp.pcap'),
    ('bittorrent-dht', 'bittorrent', 'lab/bt-dht.pcap'),
    ('bittorrent-tracker', 'bittorrent', 'lab/bt-webseed.pcap'),
    ('bittorrent-utp', 'bittorrent', 'lab/bt-utp.pcap'),
    ('edonkey', 'edonkey', 'lab/ed2k-plain.pcap'),
    ('kad', 'kad', 'lab/kad-plain.pcap'),
    ('gnutella', 'gnutella', 'p2p/gnutella-part.pcap', 28681, 50196, 50197, 50198, 50199, 50203),
    ('directconnect', 'directconnect', 'lab/dc-nmdc-microdc2.pcap'),
    ('directconnect-adc', 'directconnect', 'lab/dc-adc-active.pcap'),
    ('soulseek', 'soulseek', 'lab/soulseek-direct.pcap'),
    ('webtorrent', 'webtorrent', 'lab/webtorrent-node.pcap'),
    ('smb1', 'smb1', 'lab/smb-1.pcap'),
    ('smb2', 'smb2', 'lab/smb-multi-2.1.pcap'),
    ('smb3', 'smb3', 'lab/smb-multi-3.1.1.pcap'),
    ('netbios', 'netbios', 'p2p/netbios.pcap'),
    ('ppstream', 'ppstream', 'p2p/pps-part.pcap', 22793),
    ('syncthing', 'syncthing', 'lab/syncthing-tcp.pcap'),
    ('resilio', 'resilio', 'p2p/bt-tcp.pcap', 15365),
    ('delivery-optimization', 'delivery-optimization', 'p2p/msdo.pcapng'),
    ('ipfs', 'ipfs', 'lab/libp2p-dht.pcap'),
    ('opendht', 'opendht', 'lab/opendht-get.pcap'),
    ('hyperswarm', 'hyperswarm', 'lab/hyperswarm-fetch.pcap'),
    ('tox', 'tox', 'lab/tox-udp.pcap'),
    ('bitcoin', 'bitcoin', 'lab/bitcoin-spv.pcap'),
    ('litecoin', 'litecoin', 'lab/litecoin-sync.pcap'),
    ('monero', 'monero', 'lab/monero-sync.pcap'),
    ('ethereum', 'ethereum', 'lab/ethereum-rlpx.pcap'),
    ('ethereum-discovery', 'ethereum', 'lab/ethereum-discovery.pcap'),
    ('ethereum-discv5', 'ethereum', 'lab/ethereum-discv5.pcap'),
    ('stratum', 'stratum', 'lab/stratum.pcap'),
    ('tor', 'tor', 'lab/tor-network.pcap'),
    ('tailscale', 'tailscale', 'plain/tailscale.pcap'),
    ('wireguard', 'wireguard', 'lab/vpn-wireguard.pcap'),
    ('stun', 'stun', 'lab/stun-discovery.pcap'),
    ('turn', 'turn', 'lab/turn-udp.pcap'),
    ('turn-tcp', 'turn', 'lab/turn-tcp.pcap'),
    ('upnp-igd', 'upnp-igd', 'lab/upnp-igd.pcap'),
    ('nat-pmp', 'nat-pmp', 'lab/natpmp-map.pcap'),
]

# What looks like them and is not: name, module, label.
ALIKE = [
    ('bittorrent', alike_sharing, 'bittorrent'),
    ('edonkey', alike_sharing, 'edonkey'),
    ('kad', alike_sharing, 'kad'),
    ('gnutella', alike_sharing, 'gnutella'),
    ('directconnect', alike_sharing, 'directconnect'),
    ('soulseek', alike_sharing, 'soulseek'),
    ('webtorrent', alike_sharing, 'webtorrent'),
    ('smb1', alike_lan, 'smb1'),
    ('smb2', alike_lan, 'smb2'),
    ('smb3', alike_lan, 'smb3'),
    ('netbios', alike_lan, 'netbios'),
    ('ppstream', alike_overlays, 'ppstream'),
    ('syncthing', alike_overlays, 'syncthing'),
    ('resilio', alike_overlays, 'resilio'),
    ('delivery-optimization', alike_overlays, 'delivery-optimization'),
    ('ipfs', alike_overlays, 'ipfs'),
    ('opendht', alike_overlays, 'opendht'),
    ('hyperswarm', alike_overlays, 'hyperswarm'),
    ('tox', alike_overlays, 'tox'),
    ('bitcoin', currency, 'bitcoin'),
    ('litecoin', currency, 'litecoin'),
    ('monero', currency, 'monero'),
    ('ethereum', currency, 'ethereum'),
    ('stratum', currency, 'stratum'),
    ('tor', overlay, 'tor'),
    ('tailscale', overlay, 'tailscale'),
    ('wireguard', overlay, 'wireguard'),
    ('stun', traversal, 'stun'),
    ('turn', traversal, 'turn'),
    ('upnp-igd', traversal, 'upnp-igd'),
    ('nat-pmp', traversal, 'nat-pmp'),
]


# What has nothing to do with them: name, module.
INNOCENT = [
    ('games', innocent),
    ('chat', innocent),
    ('tunnels', innocent),
    ('remote', innocent_work),
    ('data', innocent_work),
    ('industry', innocent_work),
    ('network', innocent_home),
    ('media', innocent_home),
    ('home', innocent_home),
]


def converse(name, module, function):
    capture = Capture(name)
    getattr(module, function)(capture)
    return capture


def licence_of(capture):
    """That of the capture's row in the manifest; what has none there is the lab's."""
    with open(os.path.join(cut.PCAPS, 'manifest.tsv')) as f:
        for line in f:
            cells = line.rstrip('\n').split('\t')
            if cells[0] == capture:
                return cells[3]
    return OURS


def lookalike(name, module, label):
    other = converse(name + ' lookalike', module, name.replace('-', '_') + '_lookalike')
    return name + '-lookalike.pcap', 'unknown', other, WHOLE, 'made to look like ' + label.split(':')[0], OURS


def plain(name, module):
    capture = Capture('innocent ' + name)

    for i, talk in enumerate(getattr(module, name)(capture.noise)):
        innocent.play(capture, 40000 + i, *talk)
    return 'innocent-%s.pcap' % name, 'innocent', capture, WHOLE, 'made from what is known of their protocols', OURS


def made(name, module, label, reference):
    yes = converse(name, module, name.replace('-', '_'))
    origin = 'made from ' + reference
    return [(name + '.pcap', label, yes, WHOLE, origin, OURS),
            (name + '-cut.pcap', label, yes, CUT, origin, OURS), lookalike(name, module, label)]


def was_cut(name, label, capture, *ports):
    kept = cut.Kept(capture, label, ports)
    return name + '-cut.pcap', label, kept, CUT, 'cut from ' + capture, licence_of(capture)


def files():
    """Name, and what it is made of: file, label, capture, bytes kept of a packet, origin, licence."""
    for row in MADE:
        yield from ((row[0], file) for file in made(*row))
    for row in CUT_OF:
        yield row[0], was_cut(*row)
    for row in ALIKE:
        yield row[0], lookalike(*row)
    for row in INNOCENT:
        yield row[0], plain(*row)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('usage: ')[1].split('\n')[0])
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument('-o', default=os.path.join(here, '..', 'made'))
    parser.add_argument('--rows', action='store_true')
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    names = dict.fromkeys(row[0] for row in MADE + CUT_OF + ALIKE + INNOCENT)
    unknown = set(options.names) - set(names)

    if unknown:
        sys.exit('make.py: there is no %s; there are %s' % (', '.join(sorted(unknown)), ', '.join(names)))
    if not options.rows:
        os.makedirs(options.o, exist_ok=True)
    for name, (file, label, capture, keep, origin, licence) in files():
        if options.names and name not in options.names:
            continue
        if options.rows:
            counted = label if ':' in label else '%s:%d' % (label, capture.flows)
            print('made/%s\t%s\t%s\t%s\t%s' %
                  (file, counted, origin, licence,
                   'whole' if keep == WHOLE else 'cut at %d bytes' % keep))
        else:
            capture.write(os.path.join(options.o, file), keep)


if __name__ == '__main__':
    main()
