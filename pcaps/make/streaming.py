# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams, calls and updates from peer to peer. None of them but Blizzard's and
AceStream's kin, BitTorrent, has a specification: what is written of them is
others' study of their traffic, and no more than that is here."""
import struct

from sharing import http_answer, http_request

# --- Kontiki: OpenDPI's kontiki.c; the hail and its answer ---


def kontiki(c):
    c.udp(1948, 1949, [('>', b'\2\1\1\0'), ('<', b'\2\5\2\0' + c.noise(12) + b'\2\4\1\0'),
                       ('>', b'\2\6\0\0' + c.noise(8) + b'\0\0\4\xe4')])


def kontiki_lookalike(c):
    c.udp(5601, 1949, [('>', b'\2\1\1\1'), ('<', b'\2' + c.noise(19))])


# --- PPLive: libprotoident and nDPI's pplive.c ---

def pplive(c):
    head = bytes.fromhex('e903410198ab0102')

    c.udp(5701, 8008, [('>', head + c.noise(49)), ('<', bytes.fromhex('e903420198ab0102') + c.noise(86))])


def pplive_lookalike(c):
    c.udp(5801, 8008, [('>', bytes.fromhex('e9034101') + c.noise(53)),
                       ('<', bytes.fromhex('e9034201') + c.noise(90))])


# --- SopCast: OpenDPI's sopcast.c, cases I to VII and the one over TCP ---

def sopcast(c):
    c.udp(3902, 3903, [('>', b'\xff\xff\1' + c.noise(5) + b'\2\xff\0\x2c\0\0\0' + c.noise(37)),
                       ('<', b'\0' + c.noise(1) + b'\2' + c.noise(5) + b'\1\xff\0\x14\0\0' + c.noise(14))])
    c.udp(3904, 3905, [('>', b'\0\x0c\1\7\0' + c.noise(3) + b'\1\1\0\x14\0\0' + c.noise(14)),
                       ('<', b'\0\2\1\7\3' + c.noise(3) + b'\6\1\0\x22\0\0' + c.noise(28))])
    c.udp(3906, 3907, [('>', b'\xff\xff\1' + c.noise(5) + b'\x0c\xff\0\x44\0\0\0\1\1' + c.noise(59)),
                       ('<', b'\0' + c.noise(1) + b'\1' + c.noise(5) + b'\3\xff\0\x34\0\0\0' + c.noise(45))])
    c.udp(3908, 3909, [('>', b'\0' + c.noise(1) + b'\1' + c.noise(5) + b'\1\xff\0\x14\0\0' + c.noise(66)),
                       ('<', b'\0\2\1\7\3' + c.noise(3) + b'\6\1\1\x16\0\0' + c.noise(272))])


def sopcast_lookalike(c):
    c.udp(5901, 3903, [('>', b'\xff\xff\1' + c.noise(49)), ('<', b'\0\x0c' + c.noise(26))])


# --- TVAnts: OpenDPI's tvants.c ---

def tvants(c):
    def message(kind, at, n):
        data = b'\4\0' + bytes((kind, 0)) + struct.pack('<H', n) + b'\0\0'
        data += c.noise(at - len(data)) + b'TVANTS'
        return data + c.noise(n - len(data))

    c.udp(6001, 6002, [('>', message(5, 48, 80)), ('<', message(7, 49, 92))])
    c.tcp(6003, 6004, [('>', message(6, 51, 120)), ('<', message(7, 48, 90))])


def tvants_lookalike(c):
    c.udp(6101, 6002, [('>', b'\4\0\5\0' + struct.pack('<H', 80) + b'\0\0' + c.noise(72)),
                       ('<', b'\4\0\7\0' + struct.pack('<H', 60) + b'\0\0' + c.noise(52))])


# --- Xunlei (Thunder): libprotoident's xunlei: a version, the length of the rest, the rest ---

def xunlei(c):
    c.tcp(6201, 6202, [('>', struct.pack('<II', 0x3e, 124) + c.noise(124)),
                       ('<', struct.pack('<II', 0x36, 43) + c.noise(43)), ('>', c.noise(60))])
    c.udp(6203, 12345, [('>', struct.pack('<I', 0x32) + c.noise(25)),
                        ('<', struct.pack('<I', 0x32) + c.noise(27))])
    c.udp(6204, 3076, [('>', struct.pack('<I', 0x35) + c.noise(25)),
                       ('<', struct.pack('<I', 0x29) + c.noise(27)),
                       ('>', struct.pack('<I', 0x35) + c.noise(25)),
                       ('<', struct.pack('<I', 0x29) + c.noise(27))])


def xunlei_lookalike(c):
    c.tcp(6301, 6202, [('>', struct.pack('<II', 0x3e, 54) + c.noise(54)),
                       ('<', struct.pack('<II', 0x36, 20) + c.noise(20))])
    # Numbers that are counted up, as games do, and one message without more.
    c.udp(6302, 3076, [(way, struct.pack('<I', 0x32 + i) + c.noise(20)) for i, way in enumerate('><><')])
    c.udp(6303, 3076, [('>', struct.pack('<I', 0x35) + c.noise(25)), ('<', struct.pack('<I', 0x35) + c.noise(25))])


# --- AceStream: libprotoident's acestream; BitTorrent's handshake (BEP 3) under another name ---

def acestream(c):
    def handshake():
        return b'\x11AceStreamProtocol' + bytes(8) + c.noise(40)

    c.tcp(6401, 8621, [('>', handshake()), ('<', handshake()), ('>', b'\0\0\0\1\2'), ('<', b'\0\0\0\1\1')])


def acestream_lookalike(c):
    c.tcp(6501, 8621, [('>', b'\x11AceStreamIsAPlay' + c.noise(40)), ('<', b'\x02no')])


# --- Skype of before 2012: "Silver Needle in the Skype" (2006), Baset and Schulzrinne (2004) ---

def skype(c):
    # A question; the other does not know our address: it sends it, and is asked again with it.
    number = c.noise(2)
    us, them = bytes((192, 0, 2, 11)), bytes((198, 51, 100, 21))

    c.udp(17001, 17002, [('>', number + b'\2' + c.noise(25)), ('<', number + b'\x75' + us + them),
                         ('>', number + b'\x13' + c.noise(30)), ('<', c.noise(2) + b'\2' + c.noise(22))])
    # To port 443 the hellos of TLS are imitated; the server's is the same of all of them.
    hello = bytes.fromhex('8046010301002d00000010000005000004') + c.noise(55)
    server = bytes.fromhex('160301004a020000460301401be48602ade029') + c.noise(60)
    c.tcp(17003, 443, [('>', hello), ('<', server), ('>', bytes.fromhex('1703010020') + c.noise(32))])


def skype_lookalike(c):
    # A question that is answered with addresses, but of others.
    number = c.noise(2)
    c.udp(17101, 17002, [('>', number + b'\2' + c.noise(9)), ('<', number + b'\5' + c.noise(8)),
                         ('>', number + b'\3' + c.noise(9))])


# --- Steam: the discovery broadcast of In-Home Streaming, as nDPI has it; a length, then protobuf ---

def steam(c):
    head = bytes.fromhex('08b1d1f4a5c7e8d3411000180020')
    body = bytes.fromhex('0806100618012a04')

    c.udp(27036, 27036, [('>', b'\xff\xff\xff\xff\x21\x4c\x5f\xa0' + struct.pack('<I', len(head)) + head +
                          struct.pack('<I', len(body)) + body)], server='255.255.255.255')


def steam_lookalike(c):
    # A game server is asked for its name: the same four bytes, and Steam's, but no peer's.
    c.udp(27005, 27015, [('>', b'\xff\xff\xff\xffTSource Engine Query\0'),
                         ('<', b'\xff\xff\xff\xffI\x11A server\0de_dust\0cstrike\0Counter-Strike\0' + c.noise(9))])


# --- Blizzard Downloader: a BitTorrent client (BEP 3) under its own name ---

def blizzard(c):
    swarm = c.noise(20)
    quoted = ''.join('%%%02x' % b for b in swarm)

    c.tcp(6601, 3724, [
        ('>', http_request('GET /announce?info_hash=%s&peer_id=BLZ-0000000000000000&port=6112&uploaded=0'
                           '&downloaded=0&left=71234&compact=1&event=started HTTP/1.1' % quoted,
                           'User-Agent: Blizzard Downloader', 'Host: 198.51.100.21:3724')),
        ('<', http_answer('200 OK', ['Content-Type: text/plain'], b'd8:intervali1800e5:peers6:' +
                          bytes((198, 51, 100, 22)) + struct.pack('>H', 6112) + b'e'))])
    c.tcp(6602, 6112, [('>', b'\x13BitTorrent protocol' + bytes(8) + swarm + b'BLZ-0000000000000000'),
                       ('<', b'\x13BitTorrent protocol' + bytes(8) + swarm + b'BLZ-0000000000000001'),
                       ('<', b'\0\0\0\2\5\xff')])
    # The trackers are gone; pieces come from a web server by their numbers.
    c.tcp(6603, 80, [('>', http_request('GET /applications/game/enUS/17?kqzvb HTTP/1.1',
                                        'User-Agent: Blizzard Web Client', 'Host: 198.51.100.23',
                                        'Pragma: no-cache', 'Connection: Keep-Alive')),
                     ('<', http_answer('200 OK', ['Content-Type: application/octet-stream'],
                                       c.noise(1800)))])


def blizzard_lookalike(c):
    # Today's agent and the old one's fallback: a file from a web server.
    c.tcp(6701, 3724, [('>', http_request('GET /patch/wow-2.0.1.mpq HTTP/1.1',
                                          'User-Agent: Blizzard Web Client', 'Host: 198.51.100.21')),
                       ('<', http_answer('200 OK', ['Content-Type: application/octet-stream'],
                                         c.noise(1500)))])
