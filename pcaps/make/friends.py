# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of friends and of the nameless: what they say in the clear, and what goes beside it."""
import hashlib
import struct

import ed25519
from sharing import http_answer, http_request, web_page

BROADCAST = '192.0.2.255'


def der(tag, *parts):
    body = b''.join(parts)
    if len(body) < 128:
        return bytes((tag, len(body))) + body
    size = struct.pack('>H', len(body)).lstrip(b'\0')
    return bytes((tag, 0x80 | len(size))) + size + body


def name(text):
    """A distinguished name (X.501) that is a common name alone."""
    common_name = der(0x06, b'\x55\x04\x03') + der(0x0c, text.encode())
    return der(0x30, der(0x31, der(0x30, common_name)))


def certificate(c, serial, issuer, since, until, subject):
    """RFC 5280, 4.1, in version 1: the key and the signature are noise."""
    sha1_with_rsa = der(0x30, der(0x06, bytes.fromhex('2a864886f70d010105')), der(0x05))
    rsa = der(0x30, der(0x06, bytes.fromhex('2a864886f70d010101')), der(0x05))
    key = der(0x30, der(0x02, b'\0' + c.noise(256)), der(0x02, b'\1\0\1'))
    validity = der(0x30, der(0x17, since), der(0x17, until))
    body = der(0x30, der(0x02, serial), sha1_with_rsa, name(issuer), validity, name(subject),
               der(0x30, rsa, der(0x03, b'\0' + key)))
    return der(0x30, body, sha1_with_rsa, der(0x03, b'\0' + c.noise(287)))


def handshake(kind, body):
    return bytes((kind,)) + struct.pack('>I', len(body))[1:] + body


def record(kind, body):
    return bytes((kind, 3, 3)) + struct.pack('>H', len(body)) + body


def tls_12(c, port, shown):
    """RFC 5246, 7.3, without a server's name: the certificate is asked of both sides."""
    chain = struct.pack('>I', len(shown))[1:] + shown
    chain = handshake(11, struct.pack('>I', len(chain))[1:] + chain)
    suites = bytes.fromhex('009f006b0067003900330016')
    hello = handshake(1, b'\3\3' + c.noise(32) + b'\0' + struct.pack('>H', len(suites)) + suites +
                      b'\1\0' + b'\0\x09\0\x17\0\0\xff\1\0\1\0')
    answer = handshake(2, b'\3\3' + c.noise(32) + b'\x20' + c.noise(32) + b'\0\x9f\0')
    exchange = handshake(12, struct.pack('>H', 256) + c.noise(256) + b'\0\1\2' +
                         struct.pack('>H', 256) + c.noise(256) + b'\4\1' +
                         struct.pack('>H', 256) + c.noise(256))
    request = handshake(13, b'\2\1\x40\0\4\4\1\2\1\0\0')
    done = handshake(14, b'')
    finish = record(20, b'\1') + record(22, c.noise(40))

    c.tcp(port, 7812, [
        ('>', b'\x16\3\1' + record(22, hello)[3:]),
        ('<', b''.join(record(22, part) for part in (answer, chain, exchange, request, done))),
        ('>', record(22, chain) + record(22, handshake(16, struct.pack('>H', 256) + c.noise(256))) +
         record(22, handshake(15, b'\4\1' + struct.pack('>H', 256) + c.noise(256))) + finish),
        ('<', finish), ('>', record(23, c.noise(220))), ('<', record(23, c.noise(340)))])


# --- RetroShare: libretroshare (AuthSSL, tcponudp, services), udp-discovery-cpp ---

RETROSHARE = 904571
NEVER = b'700101000000Z'


def discovery(c, version, kind):
    """Of a peer: its profile's fingerprint, its certificate's id, its port, its name."""
    told = c.noise(20) + c.noise(16) + struct.pack('>HI', 7812, 5) + b'alice'
    head = (b'RN6U\0' if version == 0 else b'SO7V\1') + bytes(3) + bytes((kind,))
    head += struct.pack('>IIQH', RETROSHARE, 0x51c0ffee, 1, len(told))
    return head + (b'\0\0' if version == 0 else b'') + told


def stun_question(ident):
    return struct.pack('>HH', 1, 20) + ident


def stun_answer(ident, host, port):
    return struct.pack('>HH', 0x101, 28) + ident + struct.pack('<H', 2) + struct.pack('>H', port) + host


def segment(number, acknowledged, flags, data=b''):
    return struct.pack('>HHIIHHHH', 0, 0, number, acknowledged, flags, 30000, 0, 0) + data


def retroshare(c):
    ident = c.noise(16)
    hello = record(22, handshake(1, b'\3\3' + c.noise(180)))
    stream = [('>', segment(7000, 0, 0x40)), ('<', segment(90000, 7001, 0x48)),
              ('>', segment(7001, 90001, 8)), ('>', segment(7001, 90001, 8, hello)),
              ('<', segment(90001, 7001 + len(hello), 8, record(22, c.noise(300))))]
    ends = bytes((192, 0, 2, 15)) + struct.pack('>H', 7812) + bytes((203, 0, 113, 77)) + \
        struct.pack('>H', 31234)

    c.udp(36405, 36405, [('>', discovery(c, 0, 0)), ('>', discovery(c, 0, 1))], BROADCAST)
    c.udp(36405, 36405, [('>', discovery(c, 1, 0))], BROADCAST)
    c.udp(7812, 21043, [('>', stun_question(ident)), ('<', stun_answer(ident, bytes((192, 0, 2, 13)), 7812))])
    c.udp(7812, 21044, stream)
    c.udp(7812, 21045, [(way, b'RLY1' + ends + data) for way, data in stream])
    tls_12(c, 7813, certificate(c, b'\6\0\1', '9F3C6A1B77E2D045', NEVER, NEVER, 'alice at home'))


def retroshare_lookalike(c):
    ident = c.noise(16)

    # The same discovery library in another program; a game's relay.
    c.udp(36405, 36405, [('>', b'RN6U' + bytes(5) + struct.pack('>I', 7) + c.noise(30))], BROADCAST)
    c.udp(7901, 21045, [('>', b'RLY1' + c.noise(60)), ('<', b'RLY1' + c.noise(60))])
    # STUN as RFC 3489 has it, and one whose answer is another's.
    c.udp(7902, 3478, [('>', struct.pack('>HH', 1, 0) + ident),
                       ('<', struct.pack('>HH', 0x101, 12) + ident + b'\0\1\0\x08\0\1' +
                        struct.pack('>H', 7902) + bytes((192, 0, 2, 13)))])
    c.udp(7903, 21043, [('>', stun_question(ident)), ('<', stun_answer(c.noise(16), b'\xc0\0\2\x0d', 7812))])
    c.udp(7904, 21044, [('>', segment(7000, 0, 0x40)), ('<', segment(90000, 9001, 0x48))])
    tls_12(c, 7905, certificate(c, b'\6\0\1', 'Our own printers', b'200101000000Z', b'400101000000Z', 'floor 3'))
    tls_12(c, 7906, certificate(c, b'\1', '9F3C6A1B77E2D045', b'200101000000Z', b'400101000000Z', 'a device'))


# --- Hyphanet: fred (FCP, FProxy's keys); Freenet 0.5: FCP 1. Links between nodes are noise ---

def fcp(kind, **fields):
    return '\n'.join([kind] + ['%s=%s' % pair for pair in fields.items()] + ['EndMessage', '']).encode()


def freenet(c):
    digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~-'
    key = ','.join(''.join(digits[b & 63] for b in c.noise(43)) for _ in range(2))

    c.tcp(8101, 9481, [
        ('>', fcp('ClientHello', Name='reader', ExpectedVersion='2.0')),
        ('<', fcp('NodeHello', FCPVersion='2.0', Version='Fred,0.7,1.0,1498', Node='Fred', Build='1498',
                  Testnet='false', NodeLanguage='ENGLISH')),
        ('>', fcp('ClientGet', Identifier='1', URI='USK@%s,AQACAAE/site/5/' % key)),
        ('<', fcp('DataFound', Identifier='1', DataLength='2000'))])
    c.tcp(8102, 8888, [
        ('>', http_request('GET /USK@%s,AQACAAE/site/5/ HTTP/1.1' % key, 'Host: 198.51.100.22:8888',
                           'User-Agent: Mozilla/5.0')),
        ('<', http_answer('200 OK', ['Content-Type: text/html'], b'<html><body>A site.</body></html>'))])
    c.tcp(8103, 8888, [
        ('>', http_request('GET /freenet:CHK@%s,AAMC--8/a%%20file.ogg HTTP/1.1' % key.replace(',', '%2C'),
                           'Host: 198.51.100.23:8888', 'User-Agent: Mozilla/5.0')),
        ('<', http_answer('200 OK', ['Content-Type: audio/ogg'], c.noise(900)))])
    c.tcp(8104, 8481, [('>', b'\0\0\0\2ClientHello\nEndMessage\n'),
                       ('<', b'NodeHello\nProtocol=1.2\nNode=Fred,0.5,STABLE-1.51,5107\nEndMessage\n')])
    c.udp(17654, 30142, [('>', c.noise(412)), ('<', c.noise(540)), ('>', c.noise(338)), ('<', c.noise(290))])


def freenet_lookalike(c):
    c.tcp(8201, 9481, [('>', b'ClientHello world, how are you?\n'), ('<', b'NodeHello to you\n')])
    c.tcp(8202, 9481, [('>', fcp('ClientHello', Name='a game')), ('<', fcp('NodeHello', Players='3'))])
    web_page(c, 8203, 8888, '/USK@example,AQACAAE/site/5/')
    web_page(c, 8204, 8888, '/freenet:intro')


# --- I2P: SAM 3, BOB and I2CP as geti2p.net has them; the lab has links between routers ---

def i2cp(kind, body):
    return struct.pack('>IB', len(body), kind) + body


def i2p_text(text):
    return bytes((len(text),)) + text.encode()


def i2p(c):
    options = b''.join(i2p_text(word) + end for word, end in (('i2cp.username', b'='), ('alice', b';')))

    c.tcp(8301, 7656, [
        ('>', b'HELLO VERSION MIN=3.0 MAX=3.1\n'), ('<', b'HELLO REPLY RESULT=OK VERSION=3.1\n'),
        ('>', b'SESSION CREATE STYLE=STREAM ID=reader DESTINATION=TRANSIENT\n'),
        ('<', b'SESSION STATUS RESULT=OK DESTINATION=' + c.noise(200).hex().encode() + b'\n')])
    c.tcp(8302, 7656, [('>', b'HELLO VERSION\n'), ('<', b'HELLO REPLY RESULT=OK VERSION=3.3\n')])
    c.tcp(8303, 2827, [('<', b'BOB 00.00.10\nOK\n'), ('>', b'setnick reader\n'),
                       ('<', b'OK Nickname set to reader\n')])
    c.tcp(8304, 7654, [
        ('>', b'\x2a' + i2cp(32, i2p_text('0.9.57') + struct.pack('>H', len(options)) + options)),
        ('<', i2cp(33, struct.pack('>Q', 1700000000000) + i2p_text('0.9.57')))])
    c.tcp(8305, 7654, [('>', b'\x2a' + i2cp(32, i2p_text('0.9.9'))),
                       ('<', i2cp(33, struct.pack('>Q', 1700000000000) + i2p_text('0.9.9')))])
    c.tcp(8306, 80, [('>', http_request('GET /i2pseeds.su3?netid=2 HTTP/1.1', 'Host: 198.51.100.26',
                                        'User-Agent: Wget/1.11.4', 'Connection: close')),
                     ('<', http_answer('200 OK', ['Content-Type: application/octet-stream'],
                                       b'I2Psu3\0\0\0\6\2\0\0\x10\0\x0f' + bytes(5) + b'\1\x2c\0' + bytes(4) +
                                       b'\3' + c.noise(2000)))])


def i2p_lookalike(c):
    c.tcp(8401, 7656, [('>', b'HELLO VERSION 3\n'), ('<', b'HELLO REPLY OK\n')])
    c.tcp(8402, 2827, [('<', b'BOB 2.0 ready\n'), ('>', b'list\n')])
    c.tcp(8403, 7654, [('>', b'\x2a' + i2cp(32, b'\6' + c.noise(14))), ('<', i2cp(33, c.noise(15)))])
    c.tcp(8404, 7654, [('>', b'\x2a' + i2cp(32, i2p_text('0.9.57') + b'\1\0')), ('<', b'no\n')])
    # A multi-bulk answer of Redis begins with the same byte.
    c.tcp(8405, 6379, [('>', b'*1\r\n$4\r\nPING\r\n'), ('<', b'+PONG\r\n')])


# --- GNUnet: gnunet-communicator-udp.c; of before 0.20 gnunet_protocols.h, plugin_transport_*.c ---

def beacon(seed, host):
    """Its sender's key, and his address signed (purpose 34)."""
    socket = struct.pack('<HH', 2, 0) + host + bytes(8)
    key = ed25519.public_key(seed)
    signed = struct.pack('>II', 104, 34) + key + hashlib.sha512(socket).digest()
    return key + ed25519.sign(seed, signed)


def next_client(c):
    return bytes((192, 0, 2, 11 + c.flows))


def gnunet(c):
    c.udp(2086, 2086, [('>', beacon(c.noise(32), next_client(c)))] * 2, BROADCAST)
    c.tcp(8501, 2086, [('>', b'\0\x24\0\x3d' + c.noise(32)), ('<', b'\0\x24\0\x3d' + c.noise(32)),
                       ('>', b'\0\x50\1\x73' + c.noise(76)), ('<', b'\0\x50\1\x73' + c.noise(76))])
    c.udp(2086, 2087, [(way, struct.pack('>HHI', 160, 56, 0) + c.noise(32) + struct.pack('>HH', 120, 380) +
                        c.noise(116)) for way in '><'])
    # Over the Internet: a random key, a tag, then what is enciphered.
    c.udp(2086, 2088, [('>', c.noise(1452)), ('<', c.noise(1452)), ('>', c.noise(1452))])


def gnunet_lookalike(c):
    # A right signature of somebody else's address; noise of the same size.
    c.udp(2086, 2086, [('>', beacon(c.noise(32), bytes((203, 0, 113, 9))))], BROADCAST)
    c.udp(2086, 2086, [('>', c.noise(96)), ('<', c.noise(96))])
    c.tcp(8601, 2086, [('>', b'\0\x24\0\x3d' + c.noise(32)), ('<', b'\0\4\0\x01'), ('>', c.noise(9))])
    c.udp(8602, 2087, [('>', struct.pack('>HHI', 160, 56, 1) + c.noise(152))])
    # The port is that of a web host's panel, by default.
    web_page(c, 8603, 2086, '/login/')
    # A welcome that is too short; two of another length; a size and a type of 16 bits, as a hundred protocols have them.
    c.tcp(8604, 2086, [('>', b'\0\7\0\x3d' + c.noise(3)), ('<', b'\0\7\0\x3d' + c.noise(3))])
    c.tcp(8605, 4000, [(way, b'\0\x20\0\x3d' + c.noise(32)) for way in '><'])
    c.tcp(8606, 2086, [('>', b'\0\x18\0\x3c' + c.noise(20)), ('<', b'\0\x18\0\x3e' + c.noise(20))])
    c.udp(8607, 2086, [('>', struct.pack('>HH', 64, 56) + c.noise(60)),
                       ('<', struct.pack('>HH', 52, 56) + c.noise(48))])
    c.udp(8608, 30500, [('>', struct.pack('>HH', 92, 18) + c.noise(88)),
                        ('<', struct.pack('>HH', 16, 19) + c.noise(12))])
