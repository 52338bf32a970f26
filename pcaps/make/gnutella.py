# SPDX-License-Identifier: GPL-3.0-or-later
"""Gnutella2 and Mojito, the younger two of Gnutella's family."""
import struct
import zlib

from sharing import http_request

# --- Gnutella2: the draft at g2.doxu.org; a packet is control, length, name, children, payload ---


def g2(name, payload=b'', children=b''):
    # With children the compound bit is set, and a zero ends them.
    body = children + (b'\0' if children and payload else b'') + payload
    size = b'' if not body else struct.pack('<B' if len(body) < 256 else '<H', len(body))
    control = len(size) << 6 | len(name) - 1 << 3 | (4 if children else 0)
    return bytes((control,)) + size + name + body


def gnd(sequence, packet, flags=2, part=1, parts=1):
    return b'GND' + struct.pack('<BHBB', flags, sequence, part, parts) + packet


def acknowledge(sequence, part=1):
    return b'GND' + struct.pack('<BHBB', 0, sequence, part, 0)


def node(address, port):
    return bytes(address) + struct.pack('<H', port)


def gnutella2(c):
    hub = ('User-Agent: Shareaza 2.1.0.0', 'Accept: application/x-gnutella2', 'X-Hub: True')
    lni = g2(b'LNI', children=g2(b'NA', node((192, 0, 2, 11), 6346)) + g2(b'GU', c.noise(16)) +
             g2(b'V', b'RAZA'))

    c.tcp(5401, 6346, [
        ('>', http_request('GNUTELLA CONNECT/0.6', 'Listen-IP: 192.0.2.11:6346', *hub)),
        ('<', http_request('GNUTELLA/0.6 200 OK', 'Content-Type: application/x-gnutella2', *hub)),
        ('>', http_request('GNUTELLA/0.6 200 OK', 'Content-Type: application/x-gnutella2')),
        ('<', lni), ('>', lni + g2(b'PI')), ('<', g2(b'PO'))])
    c.udp(6346, 6346, [('>', gnd(1, g2(b'PI'))), ('<', acknowledge(1)), ('<', gnd(9, g2(b'PO'))),
                       ('>', acknowledge(9))])
    query_key = g2(b'QKR', children=g2(b'RNA', node((192, 0, 2, 13), 6347)))
    c.udp(6347, 6348, [('>', gnd(2, query_key)),
                       ('<', gnd(3, zlib.compress(g2(b'QKA', children=g2(b'QK', c.noise(4)))), flags=3))])
    # A hub's list of others, in two parts.
    hubs = g2(b'KHL', children=b''.join(g2(b'NH', node((203, 0, 113, i), 6346)) for i in range(1, 60)))
    c.udp(6349, 6350, [('>', gnd(4, hubs[:400], part=1, parts=2)),
                       ('>', gnd(4, hubs[400:], part=2, parts=2)), ('<', acknowledge(4)),
                       ('<', acknowledge(4, 2))])


def gnutella2_lookalike(c):
    c.udp(5501, 6346, [('>', b'GND HANDLING REPORT 4711, CREW COMPLETE'), ('<', b'GND ROGER')])
    c.tcp(5502, 6346, [('>', http_request('GET /gnutella2 HTTP/1.1', 'Host: 198.51.100.22',
                                          'Accept: text/html')),
                       ('<', b'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')])


# --- Mojito: gtk-gnutella's DHT documentation; Gnutella's header, whose type is 44 hex ---

def mojito_message(c, guid, opcode, sender, body=b''):
    contact = b'LIME' + b'\0\3' + c.noise(20) + b'\4' + bytes(sender[0]) + struct.pack('>H', sender[1])
    payload = bytes((opcode,)) + contact + b'\1\0' + b'\0\0' + body
    return guid + b'\x44\0\0' + struct.pack('<I', len(payload)) + payload


def mojito(c):
    guid = c.noise(8) + b'\xff' + c.noise(6) + b'\0'
    us, them = ((192, 0, 2, 11), 6346), ((198, 51, 100, 21), 6346)

    seen = b'\4' + bytes(us[0]) + struct.pack('>H', us[1]) + b'\0\0'
    c.udp(6346, 6346, [('>', mojito_message(c, guid, 1, us)),
                       ('<', mojito_message(c, guid, 2, them, seen))])
    guid = c.noise(8) + b'\xff' + c.noise(6) + b'\0'
    contacts = b'\2' + b''.join(b'GTKG\0\1' + c.noise(20) + b'\4' + bytes((203, 0, 113, i)) +
                                struct.pack('>H', 6346) for i in (7, 8))
    c.udp(7001, 7002, [('>', mojito_message(c, guid, 5, ((192, 0, 2, 12), 7001), c.noise(20))),
                       ('<', mojito_message(c, guid, 6, ((198, 51, 100, 22), 7002),
                                            b'\4' + c.noise(4) + contacts))])


def mojito_lookalike(c):
    c.udp(6346, 6346, [('>', c.noise(16) + b'\x44\0\0' + struct.pack('<I', 99) + c.noise(40)),
                       ('<', c.noise(16) + b'\x44\0\0' + struct.pack('<I', 7) + c.noise(40))])
