# SPDX-License-Identifier: GPL-3.0-or-later
"""As much of TLS 1.2 (RFC 5246), of certificates (RFC 5280, X.690) and of
WebSocket as a look-alike needs."""
import struct

from sharing import http_request

X25519, P256, P384, P521, P224, X448 = 29, 23, 24, 25, 21, 30
CIPHERS = (0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035)


def be(n, data):
    """A length of n bytes, and what it counts."""
    return len(data).to_bytes(n, 'big') + data


def extension(kind, data):
    return struct.pack('>H', kind) + be(2, data)


def record(kind, data, version=0x0303):
    return struct.pack('>BH', kind, version) + be(2, data)


def handshake(kind, body):
    return bytes((kind,)) + be(3, body)


def client_hello(c, name, groups=(X25519, P256, P384), protocols=('h2', 'http/1.1'), ciphers=CIPHERS, more=b''):
    """A hello of TLS 1.2 at most; without a name or protocols, if there are none."""
    words = b''.join(struct.pack('>H', cipher) for cipher in ciphers)
    extensions = extension(0, be(2, b'\0' + be(2, name.encode()))) if name else b''
    extensions += extension(23, b'') + extension(0xff01, b'\0')
    extensions += extension(10, be(2, b''.join(struct.pack('>H', group) for group in groups)))
    extensions += extension(11, b'\1\0') + extension(35, b'')
    if protocols:
        extensions += extension(16, be(2, b''.join(be(1, word.encode()) for word in protocols)))
    extensions += extension(13, be(2, bytes.fromhex('040308040401050308050501080606010201'))) + more
    body = b'\3\3' + c.noise(32) + be(1, c.noise(32)) + be(2, words) + b'\1\0' + be(2, extensions)
    return record(22, handshake(1, body), 0x0301)


def der(tag, *parts):
    body = b''.join(parts)
    n = len(body)
    size = n.to_bytes(max(1, (n.bit_length() + 7) // 8), 'big')
    return bytes((tag,)) + (bytes((0x80 | len(size),)) if n > 127 else b'') + size + body


def oid(dotted):
    first, second, *rest = (int(part) for part in dotted.split('.'))
    out = bytes((first * 40 + second,))
    for part in rest:
        digits = [part & 127]
        while part := part >> 7:
            digits.insert(0, 0x80 | part & 127)
        out += bytes(digits)
    return der(6, out)


def name_of(**attributes):
    kinds = {'C': '2.5.4.6', 'O': '2.5.4.10', 'OU': '2.5.4.11', 'CN': '2.5.4.3'}
    return der(0x30, *(der(0x31, der(0x30, oid(kinds[kind]), der(19 if kind == 'C' else 12, text.encode())))
                       for kind, text in attributes.items()))


def certificate(c, subject, issuer, names=(), key_bytes=256):
    rsa = der(0x30, oid('1.2.840.113549.1.1.11'), der(5))
    key = der(0x30, der(2, b'\0\xc5' + c.noise(key_bytes - 1)), der(2, b'\1\0\1'))
    parts = [der(0xa0, der(2, b'\2')), der(2, b'\x4a' + c.noise(7)), rsa, issuer,
             der(0x30, der(23, b'230101000000Z'), der(23, b'240101000000Z')), subject,
             der(0x30, der(0x30, oid('1.2.840.113549.1.1.1'), der(5)), der(3, b'\0', key))]
    if names:
        other = der(0x30, *(der(0x82, name.encode()) for name in names))
        parts.append(der(0xa3, der(0x30, der(0x30, oid('2.5.29.17'), der(4, other)))))
    return der(0x30, der(0x30, *parts), rsa, der(3, b'\0' + c.noise(key_bytes)))


def server_hello(c, cipher=0xc02f):
    extensions = extension(0xff01, b'\0') + extension(11, b'\1\0')
    body = b'\3\3' + c.noise(32) + b'\0' + struct.pack('>HB', cipher, 0) + be(2, extensions)
    return record(22, handshake(2, body))


def flight(c, *certificates):
    """What a server of TLS 1.2 answers: its hello, its certificates, its key, the end."""
    key = b'\3' + struct.pack('>H', X25519) + be(1, c.noise(32)) + b'\4\1' + be(2, c.noise(256))
    chain = b''.join(be(3, one) for one in certificates)
    return (server_hello(c) + record(22, handshake(11, be(3, chain))) + record(22, handshake(12, key)) +
            record(22, handshake(14, b'')))


def server_flight(c, name, authority):
    """That of a web server whose certificate an authority signed."""
    return flight(c, certificate(c, name_of(CN=name), name_of(C='DE', O=authority, CN=authority + ' R1'), (name,)))


def client_finish(c):
    return (record(22, handshake(16, be(1, c.noise(32)))) + record(20, b'\1') + record(22, c.noise(40)))


def server_finish(c):
    return record(20, b'\1') + record(22, c.noise(40))


def session(c, client_port, server_port, hello, answer):
    """A handshake as it goes on with TLS 1.2, and some of what follows."""
    c.tcp(client_port, server_port, [('>', hello), ('<', answer), ('>', client_finish(c)), ('<', server_finish(c)),
                                     ('>', record(23, c.noise(180))), ('<', record(23, c.noise(900)))])


def web_socket(path, host):
    """Without TLS: the turns that switch an HTTP connection over (RFC 6455)."""
    switch = ('Upgrade: websocket', 'Connection: Upgrade')
    return [('>', http_request('GET %s HTTP/1.1' % path, 'Host: ' + host, *switch,
                               'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13')),
            ('<', http_request('HTTP/1.1 101 Switching Protocols', *switch,
                               'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='))]
