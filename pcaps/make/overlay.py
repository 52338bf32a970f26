# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks over the network: ZeroTier, whose peers say hello in the clear, and
what looks like it, like Tor, Tailscale and WireGuard."""
import struct

import tls
from sharing import http_answer, http_request, web_page
from tls import P256, P384, P521, X25519, X448, certificate, client_hello, flight, name_of, server_flight

# --- Tor: names made up, www.(8 to 20 letters).com and .net, and certificates that say no more (tor-spec 2) ---


def tor_lookalike(c):
    openssl = (X25519, P256, X448, P521, P384)

    # Names of the form, and certificates that an authority signed.
    tls.session(c, 46001, 9001, client_hello(c, 'www.example.net'), server_flight(c, 'www.example.net', 'Example CA'))
    tls.session(c, 46002, 443, client_hello(c, 'www.mountainbikes.com', openssl, ()),
                server_flight(c, 'www.mountainbikes.com', 'Example CA'))
    tls.session(c, 46003, 443, client_hello(c, 'www.x7kq2mzt4hw.com'),
                server_flight(c, 'www.x7kq2mzt4hw.com', 'Example CA'))
    # Its own authority, as short as can be: a printer, a box with two names, a firm's proxy.
    own = name_of(CN='www.printserver.net')
    tls.session(c, 46004, 443, client_hello(c, '', openssl, ()), flight(c, certificate(c, own, own, (), 128)))
    tls.session(c, 46005, 9001, client_hello(c, 'www.intranet.net', openssl, ()),
                flight(c, certificate(c, name_of(CN='www.intranet.net'), name_of(O='Acme', CN='www.acme-office.com'),
                                      ('www.intranet.net',))))
    tls.session(c, 46006, 443, client_hello(c, 'www.newspaper.net', openssl, ('http/1.1',)),
                flight(c, certificate(c, name_of(CN='www.newspaper.net'), name_of(CN='Proxy of www.acme.com'))))
    # An authority of a firm's own, with short names, a server's with another, asked by a program without protocols.
    for i, (subject, more) in enumerate((('www.newspaper.net', ('www.newspaper.net',)), ('www.newspaper.net', ()))):
        tls.session(c, 46013 + i, 443, client_hello(c, 'www.newspaper.com', openssl, ()),
                    flight(c, certificate(c, name_of(CN=subject) if more else name_of(O='Paper', CN=subject),
                                          name_of(CN='www.acmeproxy.com'), more)))
    # A gate is a "Tor" in German, and a name of a folder like another.
    web_page(c, 46007, 80, '/tor/server-room.html')
    web_page(c, 46008, 9030, '/tor/keys-and-locks')
    web_page(c, 46009, 80, '/tor/status')
    web_page(c, 46010, 9001, '/p/notes?next=/tor/server/all')
    # Records of Tor's size in another's session; noise, as a bridge has it.
    c.tcp(46011, 9001, [('>', client_hello(c, 'mail.example.com')),
                        ('<', server_flight(c, 'mail.example.com', 'Example CA')),
                        ('>', tls.client_finish(c)), ('<', tls.server_finish(c)),
                        ('>', tls.record(23, c.noise(538))), ('<', tls.record(23, c.noise(538)))])
    c.tcp(46012, 9001, [('>', c.noise(1900)), ('<', c.noise(1200)), ('>', c.noise(543)), ('<', c.noise(543))])


# --- ZeroTier: ZeroTierOne node/Packet.hpp, Identity.hpp, InetAddress.hpp ---

NOP, ZT_HELLO, OK = 0, 1, 3
EARTH = 149604618           # the world that all are in by default


def zt_packet(c, target, source, flags, verb, body):
    """Packet id, who to, who from, flags with the cipher and the hops, MAC, verb."""
    return c.noise(8) + target + source + bytes((flags,)) + c.noise(8) + bytes((verb,)) + body


def zt_hello(c, target, source, number, where):
    identity = source + b'\0' + c.noise(64) + b'\0'
    address = b'\4' + bytes(where[0]) + struct.pack('>H', where[1])
    return zt_packet(c, target, source, 0, ZT_HELLO, bytes((number, 1, 12)) + struct.pack('>HQ', 2, 1700000000000) +
                     identity + address + struct.pack('>QQ', EARTH, 1567191349589) + c.noise(2))


def zt_data(c, target, source, n):
    """Enciphered from the verb on."""
    return zt_packet(c, target, source, 1 << 3, c.noise(1)[0], c.noise(n))


def zerotier(c):
    us, root, friend = (b'\x8a' + c.noise(4), b'\x62' + c.noise(4), b'\x17' + c.noise(4))

    c.udp(9993, 9993, [('>', zt_hello(c, root, us, 12, ((198, 51, 100, 21), 9993))), ('<', zt_data(c, us, root, 58)),
                       ('>', zt_data(c, root, us, 21)), ('<', zt_data(c, us, root, 213))])
    # To a peer, from a port of chance; one packet goes in two parts.
    whole = zt_data(c, friend, us, 1600)
    part = whole[:8] + friend + b'\xff\x21\0' + whole[1400:]
    c.udp(29471, 41233, [('>', zt_hello(c, friend, us, 12, ((198, 51, 100, 22), 41233))),
                         ('<', zt_data(c, us, friend, 58)),
                         ('<', zt_hello(c, us, friend, 11, ((192, 0, 2, 12), 29471))), ('>', zt_data(c, friend, us, 58)),
                         ('>', whole[:1400]), ('>', part), ('<', zt_data(c, us, friend, 100))])


def zerotier_lookalike(c):
    us, root = c.noise(5), c.noise(5)
    hello = zt_hello(c, root, us, 12, ((198, 51, 100, 21), 9993))

    # The HELLO of one who is not who he says; of a version that never was; cut off; of another cipher.
    c.udp(48001, 9993, [('>', hello[:13] + c.noise(5) + hello[18:]), ('<', c.noise(86))])
    c.udp(48002, 9993, [('>', hello[:28] + b'\xc8' + hello[29:41] + c.noise(len(hello) - 41)), ('<', c.noise(86))])
    c.udp(48003, 9993, [('>', hello[:50]), ('<', hello[:43])])
    # Noise with a 1 where the verb is; SNMP, whose bytes fall so.
    c.udp(48004, 9993, [('>', c.noise(18) + b'\0' + c.noise(8) + b'\1\x0b' + c.noise(120)),
                        ('<', c.noise(18) + b'\0' + c.noise(8) + b'\1\x0b' + c.noise(40))])
    request = (bytes.fromhex('302902010004067075626c6963a01c0204') + c.noise(4) +
               bytes.fromhex('020100020100300e300c06082b060102010101000500'))
    response = request.replace(b'\xa0\x1c', b'\xa2\x1c')
    c.udp(48005, 161, [('>', request), ('<', response)])
    c.udp(48006, 9993, [('>', request), ('<', response)])
    # Its own service's API.
    c.tcp(48007, 9993, [('>', http_request('GET /status HTTP/1.1', 'Host: 127.0.0.1:9993', 'X-ZT1-Auth: x')),
                        ('<', http_answer('401 Unauthorized', ['Content-Type: application/json'], b'{}'))])


# --- Tailscale: disco/disco.go ("TS" and a speech balloon), derp/derp.go ---

DISCO = 'TS\U0001f4ac'.encode()


def tailscale_lookalike(c):
    # A chat's words; too short for a key and a box; the balloon behind another's head.
    c.udp(49001, 41641, [('>', DISCO + b' hello'), ('<', DISCO)])
    c.udp(49002, 41641, [('>', c.noise(12) + DISCO + c.noise(80)), ('<', c.noise(12) + DISCO + c.noise(70))])
    c.udp(49003, 41641, [('>', b'TS\xf0\x9f\x92\xad' + c.noise(100)), ('<', b'TS\xf0\x9f\x92\xad' + c.noise(100))])
    c.tcp(49004, 41641, [('>', DISCO + ' on the phone: '.encode() + b'x' * 90 + b'\r\n'), ('<', b'ok\r\n')])
    # A page on /derp, a switch to WebSocket, and words that begin as DERP's key does.
    web_page(c, 49005, 80, '/derp')
    c.tcp(49006, 80, tls.web_socket('/derp', '198.51.100.26') + [('<', b'\x82\x05DERP!')])
    c.tcp(49007, 3340, [('>', b'\1\0\0\0\x0cDERP key: 72'), ('<', b'\1\0\0\0\2ok')])
    # A name of its own, but not of its discovery.
    tls.session(c, 49008, 443, client_hello(c, 'tailscale.example.com'),
                server_flight(c, 'tailscale.example.com', 'Example CA'))


# --- WireGuard: types 1 to 4 with three zeros behind them, 148, 92, 64 and 32 + 16n bytes ---

def wireguard_lookalike(c):
    def said(kind, n):
        return struct.pack('<I', kind) + c.noise(n - 4)

    # Its types with other lengths.
    c.udp(50001, 51820, [('>', said(1, 147)), ('<', said(2, 93)), ('>', said(1, 149)), ('<', said(2, 90))])
    c.udp(50002, 51820, [('>', said(1, 92)), ('<', said(2, 148)), ('>', said(3, 148)), ('<', said(4, 41))])
    c.udp(50003, 51820, [('>', said(4, 33)), ('<', said(4, 39)), ('>', said(4, 16)), ('<', said(4, 47))])
    # The right lengths of nothing, of text.
    c.udp(50009, 51820, [('>', struct.pack('<I', 1) + bytes(144)), ('<', struct.pack('<I', 2) + bytes(88))])
    c.udp(50010, 51820, [('>', struct.pack('<I', 1) + b'player one'.ljust(144)), ('<', struct.pack('<I', 2) + b'welcome'.ljust(88))])
    # The lengths with other types, and with no zeros.
    c.udp(50004, 51820, [('>', said(5, 148)), ('<', said(6, 92)), ('>', said(9, 64)), ('<', said(0, 96))])
    c.udp(50005, 51820, [('>', b'\1' + c.noise(147)), ('<', b'\2' + c.noise(91)), ('>', b'\4' + c.noise(95))])
    # A game whose messages begin with a small number; DNS on the port.
    c.udp(50006, 27960, [('>', said(4, 48)), ('<', said(7, 61)), ('>', said(5, 80)), ('<', said(8, 40))])
    question = b'\1\0\1\0\0\1\0\0\0\0\0\0\7example\3com\0\0\1\0\1'
    c.udp(50007, 51820, [('>', question),
                         ('<', question[:2] + b'\x81\x80\0\1\0\1' + question[8:] +
                          b'\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4' + c.noise(4))])
    # TCP, where it is never.
    c.tcp(50008, 51820, [('>', said(1, 148)), ('<', said(2, 92)), ('>', said(4, 96))])
