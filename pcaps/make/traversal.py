# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways through address translation: Teredo and PCP, and what looks like them,
like STUN, TURN, NAT-PMP and UPnP's gateways."""
import struct

import tls
from sharing import http_answer, http_request, web_page

# --- STUN: RFC 8489 and 3489 ---

COOKIE = b'\x21\x12\xa4\x42'


def dns(number, name='example'):
    return struct.pack('>H', number) + b'\1\0\0\1\0\0\0\0\0\0' + bytes((len(name),)) + name.encode() + b'\3com\0\0\1\0\1'


def dns_answer(c, number, name='example'):
    asked = dns(number, name)
    return asked[:2] + b'\x81\x80\0\1\0\1' + asked[8:] + b'\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4' + c.noise(4)


def stun_lookalike(c):
    def said(head, body):
        return head + COOKIE + body

    # The cookie at its place, and a length that is not its; a length that is none of words; bits that STUN has not.
    c.udp(51001, 3478, [('>', said(b'\0\1\0\x40', c.noise(32))), ('<', said(b'\1\1\0\x80', c.noise(40)))])
    c.udp(51002, 3478, [('>', said(b'\0\1\0\7', c.noise(19))), ('<', said(b'\1\1\0\x0d', c.noise(25)))])
    c.udp(51003, 3478, [('>', said(b'\xc0\1\0\x08', c.noise(20))), ('<', said(b'\x80\x60\0\1', c.noise(160)))])
    # Attributes that go beyond the message's end.
    c.udp(51004, 3478, [('>', said(b'\0\1\0\x0c', c.noise(12) + b'\x80\x22\0\x99abcdefgh')),
                        ('<', said(b'\1\1\0\x0c', c.noise(12) + b'\0\x20\x7f\0' + c.noise(8)))])
    # RTP whose stamp is the cookie; DNS; a clear word of a game; nothing of RFC 3489 but the first two bytes.
    c.udp(51005, 5004, [('>', said(b'\x80\0\0\1', b'\0\0\0\7' + c.noise(160))),
                        ('>', said(b'\x80\0\0\2', b'\0\0\0\7' + c.noise(160))),
                        ('<', b'\x80\0\0\x09' + c.noise(4) + b'\0\0\0\x08' + c.noise(160))])
    c.udp(51006, 3478, [('>', dns(1)), ('<', dns_answer(c, 1))])
    c.udp(51007, 3478, [('>', b'\0\1\0\0' + c.noise(40)), ('<', b'\1\1\0\x24' + c.noise(19))])
    # Over TCP: the cookie in an answer's body, and another protocol on the port.
    c.tcp(51008, 80, [('>', http_request('GET /stun.bin HTTP/1.1', 'Host: 198.51.100.28')),
                      ('<', http_answer('200 OK', ['Content-Type: application/octet-stream'],
                                        said(b'\0\1\0\0', c.noise(12))))])
    c.tcp(51009, 3478, [('>', http_request('GET / HTTP/1.1', 'Host: 198.51.100.29:3478')),
                        ('<', http_answer('200 OK', ['Content-Type: text/plain'], b'coturn is not here'))])


# --- TURN: RFC 8656; ChannelData is a number from 4000 hex on and a length ---

def turn_lookalike(c):
    def channel(number, body, off=0):
        return struct.pack('>HH', number, len(body) + off) + body

    # Numbers and lengths that nobody asked to be bound, or that are too large, or of no channel.
    c.udp(52001, 3478, [('>', channel(0x4001, c.noise(40), 4)), ('<', channel(0x4002, c.noise(80), -8)),
                        ('>', channel(0x4001, c.noise(3), 900))])
    c.udp(52002, 3478, [('>', channel(0x7abc, c.noise(60))), ('<', channel(0x5001, c.noise(60))),
                        ('>', channel(0x8001, c.noise(60)))])
    # Letters at the head: "@" is 40 hex.
    c.tcp(52003, 3478, [('>', b'@LOGIN alice\r\n'), ('<', b'@OK\r\n'), ('>', b'@SEND bob hello\r\n'),
                        ('<', b'@OK\r\n')])
    c.tcp(52004, 5000, [('>', channel(0x4005, b'{"say":"hello"}')),
                        ('<', channel(0x4006, b'{"say":"hello yourself"}'))])
    # A game with two letters and a length before its words.
    c.udp(52009, 5000, [('>', b'GO\0\4left'), ('<', b'GO\0\2ok'), ('>', b'GO\0\5right'), ('<', b'GO\0\2ok')])
    # QUIC's short head, in the middle of a connection.
    c.udp(52005, 443, [('>', b'\x40' + c.noise(60)), ('<', b'\x4f' + c.noise(1199)), ('>', b'\x41' + c.noise(40)),
                       ('<', b'\x47' + c.noise(1199))])
    # TLS on TURN's port for it, to a web server; HTTP on the other.
    tls.session(c, 52006, 5349, tls.client_hello(c, 'turn.example.com'),
                tls.server_flight(c, 'turn.example.com', 'Example CA'))
    web_page(c, 52007, 3478, '/turn?transport=udp')
    # Allocate's number in a message that is not STUN's.
    c.udp(52008, 3478, [('>', b'\0\3\0\x24' + c.noise(40)), ('<', b'\1\3\0\x48' + c.noise(33)),
                        ('>', b'\0\x16\0\x30' + c.noise(12))])


# --- Teredo: RFC 4380 ---

def ipv6(source, target, following, body):
    hops = 64 if following != 59 else 255
    return struct.pack('>IHBB', 0x60000000, len(body), following, hops) + source + target + body


def ones(text):
    return bytes(0xff ^ int(part) for part in text.split('.'))


def teredo_address(server, flags, port, client):
    return (bytes.fromhex('20010000') + bytes(int(part) for part in server.split('.')) +
            struct.pack('>HH', flags, 0xffff ^ port) + ones(client))


def origin(port, client):
    return b'\0\0' + struct.pack('>H', 0xffff ^ port) + ones(client)


def checked(source, target, protocol, body, at):
    """The checksum of RFC 8200, 8.1, at its place in the body."""
    data = source + target + struct.pack('>II', len(body), protocol) + body
    data += bytes(len(data) % 2)
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return body[:at] + struct.pack('>H', ~total & 0xffff) + body[at + 2:]


def teredo(c):
    server, relay = '198.51.100.21', '198.51.100.22'
    link = bytes.fromhex('fe80000000000000') + b'\0\0' + ones('192.0.2.11') + b'\0\0'
    routers = bytes.fromhex('ff020000000000000000000000000002')
    gate = bytes.fromhex('fe80000000000000') + b'\x80\0\xf2\x27' + c.noise(4)
    us = teredo_address(server, 0x8000, 3797, '192.0.2.11')
    peer = teredo_address(server, 0, 41231, '203.0.113.5')
    host = bytes.fromhex('20010db8000000000000000000000053')

    # Who am I? A router is asked, with a number, and answers with the address it saw.
    nonce = b'\0\1\0\0' + c.noise(8) + b'\0'
    ask = checked(link, routers, 58, b'\x85\0\0\0\0\0\0\0', 2)
    prefix = b'\3\4\x40\x40' + b'\xff' * 8 + bytes(4) + us[:8] + bytes(8)
    tell = checked(gate, link, 58, b'\x86\0\0\0\0\0\0\0' + bytes(8) + prefix, 2)
    c.udp(3797, 3544, [('>', nonce + ipv6(link, routers, 58, ask)),
                       ('<', nonce + origin(3797, '192.0.2.11') + ipv6(gate, link, 58, tell)),
                       ('>', ipv6(us, host, 58, checked(us, host, 58, b'\x80\0\0\0\0\1\0\1' + c.noise(24), 2))),
                       ('<', origin(41231, '203.0.113.5') + ipv6(peer, us, 59, b''))], server=server)
    # The same socket and a relay: bubbles, then the peer itself.
    syn = struct.pack('>HHIIHHHH', 49801, 80, 1000, 0, 0x5002, 16384, 0, 0)
    back = struct.pack('>HHIIHHHH', 80, 49801, 5000, 1001, 0x5012, 16384, 0, 0)
    c.udp(3797, 41231, [('>', ipv6(us, peer, 59, b'')), ('<', ipv6(peer, us, 59, b'')),
                        ('>', ipv6(us, peer, 6, checked(us, peer, 6, syn, 16))),
                        ('<', ipv6(peer, us, 6, checked(peer, us, 6, back, 16)))], server=relay)


def teredo_lookalike(c):
    us, them = bytes.fromhex('20010db8000000010000000000000001'), bytes.fromhex('20010db8000000020000000000000002')

    # On its port: DNS; noise that begins with a 6; IPv6 whose length is another's; an authentication of nothing.
    c.udp(53001, 3544, [('>', dns(0x6001)), ('<', dns_answer(c, 0x6001))])
    c.udp(53002, 3544, [('>', b'\x60' + c.noise(70)), ('<', b'\x6e' + c.noise(90))])
    c.udp(53003, 3544, [('>', ipv6(us, them, 59, b'') + c.noise(9)),
                        ('<', struct.pack('>IHBB', 0x60000000, 500, 17, 64) + them + us + c.noise(20))])
    c.udp(53004, 3544, [('>', b'\0\1\0\0' + c.noise(40)), ('<', b'\0\0' + c.noise(60))])
    c.udp(53005, 3544, [('>', b'\0\1config.bin\0octet\0'), ('<', b'\0\3\0\1' + c.noise(120)), ('>', b'\0\4\0\1')])
    # IPv6 in UDP that is a tunnel of its owner's (foo-over-udp), between addresses of his.
    ping = b'\x80\0\0\0\0\1\0\1' + bytes(48)
    c.udp(53006, 5555, [('>', ipv6(us, them, 58, checked(us, them, 58, ping, 2))),
                        ('<', ipv6(them, us, 58, checked(them, us, 58, b'\x81' + ping[1:], 2)))])
    # A letter is 6 in its upper half.
    c.udp(53007, 3544, [('>', b'hello, is anybody there, on this port of another kind?'), ('<', b'lamp on')])
    c.tcp(53008, 3544, [('>', b'\x60\0\0\0' + c.noise(40)), ('<', b'\x60\0\0\0' + c.noise(40))])


# --- UPnP's gateways: UPnP-gw-WANIPConnection-v1; all else that speaks UPnP, or of it ---

def soap(path, service, action, inside=''):
    body = ('<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            '<u:%s xmlns:u="%s">%s</u:%s></s:Body></s:Envelope>' % (action, service, inside, action)).encode()
    return http_request('POST %s HTTP/1.1' % path, 'Host: 198.51.100.20:1400', 'Content-Type: text/xml; charset="utf-8"',
                        'Content-Length: %d' % len(body), 'SOAPACTION: "%s#%s"' % (service, action)) + body


def soap_answer(service, action, inside=''):
    return http_answer('200 OK', ['Content-Type: text/xml'],
                       ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><u:%sResponse xmlns:u="%s">%s'
                        '</u:%sResponse></s:Body></s:Envelope>' % (action, service, inside, action)).encode())


def upnp_igd_lookalike(c):
    def call(client_port, port, path, service, action, inside=''):
        c.tcp(client_port, port, [('>', soap(path, service, action, inside)), ('<', soap_answer(service, action))])

    # A film is looked for and shown, a loudspeaker is turned up, a switch is thrown.
    schema = 'urn:schemas-upnp-org:service:'
    call(54001, 8200, '/ctl/ContentDir', schema + 'ContentDirectory:1', 'Browse', '<ObjectID>0</ObjectID>')
    call(54002, 1400, '/MediaRenderer/AVTransport/Control', schema + 'AVTransport:1', 'Play', '<Speed>1</Speed>')
    call(54003, 49153, '/upnp/control/basicevent1', 'urn:Belkin:service:basicevent:1', 'SetBinaryState')
    # A firm's own service, with words of the gateway's.
    call(54004, 80, '/ws', 'urn:example-com:service:WANAccounting:1', 'AddPortMappingInvoice',
         '<NewExternalPort>72</NewExternalPort>')
    # A provider's management of its boxes (TR-069): the gateway's names are parameters there.
    names = ''.join('<Name>InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANIPConnection.1.%s</Name>' % name
                    for name in ('ExternalIPAddress', 'PortMappingNumberOfEntries'))
    body = ('<soap:Envelope><soap:Body><cwmp:Inform><ParameterList>%s</ParameterList></cwmp:Inform></soap:Body>'
            '</soap:Envelope>' % names).encode()
    c.tcp(54005, 7547, [('>', http_request('POST /acs HTTP/1.1', 'Host: acs.example.com', 'SOAPAction: ""',
                                           'Content-Length: %d' % len(body)) + body),
                        ('<', http_answer('204 No Content', [], b''))])
    # A page about it, and a description of a device that is no gateway.
    c.tcp(54006, 80, [('>', http_request('GET /wiki/AddPortMapping HTTP/1.1', 'Host: 198.51.100.26')),
                      ('<', http_answer('200 OK', ['Content-Type: text/html'],
                                        b'<p>SOAPAction: urn:schemas-upnp-org:service:WANIPConnection:1#AddPortMapping</p>'))])
    c.tcp(54009, 80, [('>', http_request('GET /?q=urn:schemas-upnp-org:service:WANIPConnection:1 HTTP/1.1', 'Host: 198.51.100.27')),
                      ('<', http_answer('200 OK', ['Content-Type: text/html'], b'<p>nothing found</p>'))])
    c.tcp(54010, 80, [('>', http_request('POST /comment HTTP/1.1', 'Host: 198.51.100.28', 'Content-Length: 71') +
                       b'SOAPAction: urn:schemas-upnp-org:service:WANIPConnection:1#GetStatusInfo'),
                      ('<', http_answer('201 Created', [], b''))])
    device = b'<root><device><deviceType>urn:schemas-upnp-org:device:MediaServer:1</deviceType></device></root>'
    c.tcp(54007, 5000, [('>', http_request('GET /rootDesc.xml HTTP/1.1', 'Host: 198.51.100.27:5000')),
                        ('<', http_answer('200 OK', ['Content-Type: text/xml'], device))])
    # Who has films here?
    search = http_request('M-SEARCH * HTTP/1.1', 'HOST: 239.255.255.250:1900', 'MAN: "ssdp:discover"', 'MX: 2',
                          'ST: urn:schemas-upnp-org:device:MediaRenderer:1')
    c.udp(54008, 1900, [('>', search)], server='239.255.255.250')


# --- NAT-PMP and PCP: RFC 6886 and 6887, port 5351 ---

def nat_pmp_lookalike(c):
    # Opcodes with lengths that they do not have.
    c.udp(55001, 5351, [('>', b'\0\0\0'), ('<', b'\0\x80\0\0' + c.noise(9))])
    c.udp(55002, 5351, [('>', b'\0\1\0\0' + c.noise(20)), ('<', b'\0\x81\0\0' + c.noise(30))])
    # TFTP that is asked on the port, and one whose number and lengths nearly are.
    c.udp(55003, 5351, [('>', b'\0\1boot.bin\0octet\0'), ('<', b'\0\3\0\1' + c.noise(512)), ('>', b'\0\4\0\1')])
    c.udp(55004, 69, [('>', b'\0\2a.cfg\0octet\0'), ('<', b'\0\4\0\0'), ('>', b'\0\3\0\1' + c.noise(8)),
                      ('<', b'\0\4\0\1')])
    # Twelve bytes and sixteen, elsewhere; a version and an opcode that there are not.
    c.udp(55005, 5350, [('>', b'\0\1\0\0' + c.noise(8)), ('<', b'\0\x81\0\0' + c.noise(12))])
    c.udp(55006, 5351, [('>', b'\1\1\0\0' + c.noise(8)), ('<', b'\1\x81\0\0' + c.noise(12))])
    c.udp(55007, 5351, [('>', b'\0\7\0\0' + c.noise(8)), ('<', b'\0\x87\0\0' + c.noise(12))])
    # Two zeros are asked of an echo's port; DNS whose number is 1.
    c.udp(55008, 7, [('>', b'\0\0'), ('<', b'\0\0')])
    c.udp(55009, 5351, [('>', dns(1)), ('<', dns_answer(c, 1))])


def pcp_request(opcode, lifetime, client, body):
    return struct.pack('>BBHI', 2, opcode, 0, lifetime) + bytes(10) + b'\xff\xff' + bytes(client) + body


def pcp_answer(opcode, result, lifetime, body):
    return struct.pack('>BBBBII', 2, 0x80 | opcode, 0, result, lifetime, 86400) + bytes(12) + body


def pcp_map(nonce, protocol, inside, outside, address):
    return nonce + bytes((protocol, 0, 0, 0)) + struct.pack('>HH', inside, outside) + bytes(10) + b'\xff\xff' + bytes(address)


def pcp(c):
    any_address, outer = (0, 0, 0, 0), (203, 0, 113, 9)
    nonce = c.noise(12)

    # A mapping is asked for, given, and given back.
    c.udp(5350, 5351, [('>', pcp_request(1, 7200, (192, 0, 2, 11), pcp_map(nonce, 6, 51413, 51413, any_address))),
                       ('<', pcp_answer(1, 0, 7200, pcp_map(nonce, 6, 51413, 51413, outer))),
                       ('>', pcp_request(1, 0, (192, 0, 2, 11), pcp_map(nonce, 6, 51413, 0, any_address))),
                       ('<', pcp_answer(1, 0, 0, pcp_map(nonce, 6, 51413, 51413, outer)))])
    # One that is refused, with the address of a third party (option 1) in it.
    nonce = c.noise(12)
    third = b'\1\0\0\x10' + bytes(10) + b'\xff\xff' + bytes((192, 0, 2, 99))
    c.udp(49152, 5351, [('>', pcp_request(1, 3600, (192, 0, 2, 12), pcp_map(nonce, 17, 22000, 22000, any_address) + third)),
                        ('<', pcp_answer(1, 2, 30, pcp_map(nonce, 17, 22000, 22000, any_address) + third))])
    # A mapping towards one peer; and whether the server still is who it was.
    nonce = c.noise(12)
    peer = struct.pack('>HH', 443, 0) + bytes(10) + b'\xff\xff' + bytes((203, 0, 113, 77))
    c.udp(49153, 5351, [('>', pcp_request(2, 600, (192, 0, 2, 13), pcp_map(nonce, 6, 40001, 0, any_address) + peer)),
                        ('<', pcp_answer(2, 0, 600, pcp_map(nonce, 6, 40001, 40001, outer) + peer))])
    c.udp(49154, 5351, [('>', pcp_request(0, 0, (192, 0, 2, 14), b'')), ('<', pcp_answer(0, 0, 0, b''))])


def pcp_lookalike(c):
    def ask(client, n):
        return pcp_request(1, 7200, client, c.noise(n))

    # Somebody else's address; lengths that MAP does not have; more than a packet may hold.
    c.udp(56001, 5351, [('>', ask((10, 9, 8, 7), 36)), ('<', c.noise(60))])
    c.udp(56002, 5351, [('>', ask((192, 0, 2, 12), 11)), ('<', b'\2\x81' + c.noise(13))])
    c.udp(56003, 5351, [('>', b'\2\1' + c.noise(1300)), ('<', b'\2\x81' + c.noise(1300))])
    # Version 2 of others, and no opcode of PCP's.
    c.udp(56004, 5351, [('>', b'\2\1\0\0' + c.noise(56)), ('<', b'\2\1\0\0' + c.noise(56))])
    c.udp(56005, 5351, [('>', b'\2\x44\0\0' + c.noise(56)), ('<', b'\2\xc4\0\0' + c.noise(56))])
    c.udp(56006, 161, [('>', b'\2\1\0\0\0\0\x1c\x20' + c.noise(52)), ('<', b'\2\x81\0\0\0\0\x1c\x20' + c.noise(52))])
    # Over TCP there is none.
    c.tcp(56007, 5351, [('>', ask((192, 0, 2, 17), 36)), ('<', pcp_answer(1, 0, 7200, c.noise(36)))])
    c.udp(56008, 5351, [('>', dns(0x0201)), ('<', dns_answer(c, 0x0201))])
