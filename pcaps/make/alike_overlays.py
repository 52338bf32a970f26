# SPDX-License-Identifier: GPL-3.0-or-later
"""What is none of the overlays, nor what synchronises and streams over them: the same
ports, first bytes and sizes, and the words of their greetings in other mouths."""
import struct

from alike_sharing import page, websocket
from sharing import web_page


# --- TLS, RFC 8446: a client's hello with these application protocols, a server's refusal ---

def vector(size, body):
    return len(body).to_bytes(size, 'big') + body


def extension(kind, body):
    return struct.pack('>H', kind) + vector(2, body)


def client_hello(c, host, *protocols):
    names = extension(0, vector(2, b'\0' + vector(2, host.encode())))
    offered = extension(16, vector(2, b''.join(vector(1, p.encode()) for p in protocols)))
    versions = extension(43, vector(1, b'\3\4'))
    groups = extension(10, vector(2, b'\0\x1d'))
    share = extension(51, vector(2, b'\0\x1d' + vector(2, c.noise(32))))
    signing = extension(13, vector(2, b'\4\3\10\4'))
    body = b'\3\3' + c.noise(32) + vector(1, c.noise(32)) + vector(2, b'\x13\1\x13\2') + vector(1, b'\0') + \
        vector(2, names + groups + signing + versions + share + offered)
    return b'\x16\3\1' + vector(2, b'\1' + vector(3, body))


def server_hello(c):
    body = b'\3\3' + c.noise(32) + vector(1, c.noise(32)) + b'\x13\1\0' + \
        vector(2, extension(43, b'\3\4') + extension(51, b'\0\x1d' + vector(2, c.noise(32))))
    return b'\x16\3\3' + vector(2, b'\2' + vector(3, body)) + b'\x14\3\3\0\1\1' + \
        b'\x17\3\3' + vector(2, c.noise(900))


def over_tls(c, client_port, server_port, host, *protocols):
    c.tcp(client_port, server_port, [
        ('>', client_hello(c, host, *protocols)), ('<', server_hello(c)),
        ('>', b'\x14\3\3\0\1\1\x17\3\3' + vector(2, c.noise(69))), ('<', b'\x17\3\3' + vector(2, c.noise(200)))])


def over_ssh(c, client_port, server_port):
    c.tcp(client_port, server_port, [('>', b'SSH-2.0-OpenSSH_9.2\r\n'), ('<', b'SSH-2.0-OpenSSH_9.2\r\n'),
                                     ('>', struct.pack('>IBB', 604, 6, 20) + c.noise(600)),
                                     ('<', struct.pack('>IBB', 504, 6, 20) + c.noise(500))])


def syncthing_lookalike(c):
    # The web by TLS at its port; other application protocols, of which one begins as its own.
    over_tls(c, 9101, 22000, 'www.example.com', 'h2', 'http/1.1')
    over_tls(c, 9102, 22000, 'bep.example.com', 'bep', 'h2')
    over_tls(c, 9103, 443, 'bep-relay.example.com', 'bep-registry/2', 'http/1.1')
    over_ssh(c, 9104, 22000)
    # Local discovery's magic before a text, a device of another size, and a sum of four bytes alike.
    c.udp(9105, 21027, [('>', bytes.fromhex('2ea7d90b') + b'sum of the last file, and its name: notes.txt')],
          server='192.0.2.255')
    c.udp(9106, 21027, [('>', bytes.fromhex('2ea7d90b0a10') + c.noise(48)), ('<', bytes.fromhex('2ea7d90b') + c.noise(30))])
    c.udp(9107, 21027, [('>', bytes.fromhex('7d79bc4000000010') + c.noise(40)), ('<', c.noise(20))])
    # The relay's magic, and a kind that it does not have.
    c.tcp(9108, 22067, [('>', bytes.fromhex('9e79bc40') + struct.pack('>II', 0x51000000, 12) + c.noise(12)),
                        ('<', bytes.fromhex('9e79bc41') + c.noise(20))])
    web_page(c, 9109, 22067, '/status?device=bep/1.0')


def resilio_lookalike(c):
    # A program that copies records tells of it; the word is its, and the dictionary is not there.
    c.tcp(9201, 3838, [('>', b'BSYNC START volume=7\r\n'), ('<', b'BSYNC OK\r\n'), ('>', b'BSYNC DONE 14 of 14\r\n')])
    c.udp(9202, 3838, [('>', b'BSYNC\0done: 14 of 14 records, no errors, 12.4 s'), ('<', b'BSYNC\0dismissed, nothing to do')])
    c.tcp(9203, 3838, [('>', b'BSYNC\0\0\0\0\x20directory of volume 7, pages 1-4.'),
                       ('<', b'BSYNC\0\0\0\0\x07done\r\n\n')])
    c.udp(9204, 3838, [('>', b'd5:BSYNCi1e1:m4:pinge'), ('<', b'd5:BSYNCi1e1:m4:ponge')])
    c.udp(9205, 3838, [('>', b'BSYNX\0' + c.noise(40)), ('<', b'BSYN' + c.noise(40))])
    page(c, 9206, 80, '/bsync', b'BSYNC\0d2:la6:......1:m4:ping4:peer20:....................e')


def delivery_optimization_lookalike(c):
    # Of bees: a length before the text, and the length is right.
    c.tcp(9301, 7680, [('>', b'\x0eSwarm protocols differ: honeybees vote, wasps do not, and ants ask around.\n'),
                       ('<', b'\x02ok')])
    c.tcp(9302, 7680, [('>', b'\x0eSwarm protocol\x13of the honeybee, 2009'), ('<', b'\x0eSwarm protocol\x05of w.'),
                       ('>', b'\x04bye.')])
    c.tcp(9303, 7680, [('>', c.noise(75)), ('<', c.noise(75)), ('>', c.noise(5))])
    web_page(c, 9304, 7680, '/Swarm%20protocol')
    c.tcp(9305, 7680, [('>', b'\x13' + b'Swarm protocol' + c.noise(60)), ('<', c.noise(75))])
    over_tls(c, 9306, 443, 'kv801.prod.do.dsp.mp.microsoft.com', 'h2', 'http/1.1')


def ipfs_lookalike(c):
    c.tcp(9401, 4001, [('>', b'/multistream/1.0.0\n'), ('<', b'/multistream/1.0.0\nna\n')])
    c.tcp(9402, 4001, [('>', b'\x13/multistream/9.0.0\n'), ('<', b'\x03na\n')])
    c.tcp(9403, 4001, [('>', b'\x13/multicast/list/all\n'), ('<', b'\x10/multicast/1/2\r\n')])
    web_page(c, 9404, 4001, '/ipfs/bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/')
    page(c, 9405, 8080, '/docs', b'<pre>\x13/multistream/1.0.0\n\x07/noise\n</pre>')
    over_tls(c, 9406, 4001, 'libp2p.example.com', 'h2', 'http/1.1')
    over_tls(c, 9407, 443, 'docs.example.com', 'libp2p-docs', 'http/1.1')
    websocket(c, 9408, 4002, '/', ('>', b'/multistream/1.0.0'), ('<', b'is a text, not a binary frame with its length'))
    # Noise, whose frames say their length in two bytes, in other hands.
    c.tcp(9409, 4001, [('>', vector(2, c.noise(32))), ('<', vector(2, c.noise(96))), ('>', vector(2, c.noise(64)))])
    # A video call's check of its path: the user name is that of a browser.
    number = c.noise(12)
    user = b'libp2p+web:9aUf'
    body = b'\0\6' + vector(2, user) + b'\0'
    c.udp(9410, 4001, [('>', b'\0\1' + struct.pack('>HI', len(body), 0x2112a442) + number + body),
                       ('<', b'\1\1\0\x0c\x21\x12\xa4\x42' + number + b'\0\x20\0\x08\0\1' + c.noise(6))])


# --- OpenDHT: MessagePack ---

def opendht_lookalike(c):
    # Maps of a game, as MessagePack has them: the keys alike, what they hold is not.
    c.udp(9501, 4222, [('>', b'\x82\xa1a\x82\xa2id\x05\xa2hp\x64\xa1q\xa4move'), ('<', b'\x82\xa1r\x81\xa2id\x05\xa1y\xa2ok')])
    c.udp(9502, 4222, [('>', b'\x82\xa1a\x81\xa2id\xc4\x10' + c.noise(16) + b'\xa1q\xa4ping'),
                       ('<', b'\x82\xa1r\x81\xa2id\xc4\x10' + c.noise(16) + b'\xa1y\xa1r')])
    c.udp(9503, 4222, [('>', b'\x83\xa1a\x81\xa4name\xa5alice\xa1q\xa4ping\xa1y\xa1q'), ('<', b'\x82\xa1r\x80\xa1y\xa1r')])
    # MessagePack RPC: a kind, a number, a method, what it is given.
    c.udp(9504, 4222, [('>', b'\x94\0\x07\xa4ping\x91\xc4\x14' + c.noise(20)), ('<', b'\x94\1\x07\xc0\xc4\x14' + c.noise(20))])
    # NATS speaks at this port too.
    c.tcp(9505, 4222, [('<', b'INFO {"server_id":"A","version":"2.9.10","max_payload":1048576}\r\n'),
                       ('>', b'CONNECT {"verbose":false}\r\nPING\r\n'), ('<', b'PONG\r\n')])
    c.udp(9506, 4222, [('>', c.noise(64)), ('<', c.noise(96))])


# --- Hyperswarm: a first byte of 03 or 13, an address behind it; ff 01 ---

def hyperswarm_lookalike(c):
    # The addresses in it are of others.
    c.udp(9601, 49737, [('>', b'\x03\0' + c.noise(2) + bytes((203, 0, 113, 77)) + struct.pack('<H', 1234) + c.noise(33)),
                        ('<', b'\x13\0' + c.noise(2) + bytes((203, 0, 113, 78)) + struct.pack('<H', 4321) + c.noise(65))])
    c.udp(9602, 49737, [('>', b'\x03' + c.noise(48)), ('<', b'\x13' + c.noise(90)), ('>', b'\x03' + c.noise(48))])
    # Four bytes that are the receiver's address, elsewhere and with another port.
    c.udp(9603, 49737, [('>', b'\x03\0\1' + bytes((198, 51, 100, 23)) + c.noise(30)),
                        ('<', b'\x13\0\1\2' + bytes((192, 0, 2, 13)) + struct.pack('<H', 7) + c.noise(30))])
    # Packets as those of a stream, whose numbers nobody counts; and from one side alone.
    c.udp(9604, 49738, [(way, b'\xff\1' + bytes((2, 0)) + c.noise(16) + c.noise(40)) for way in '><><'])
    c.udp(9605, 49739, [('>', struct.pack('<BBBBIIII', 0xff, 1, 0, 0, 7, 65536, i, 0) + c.noise(30)) for i in range(4)])
    c.udp(9606, 49740, [('>', b'\xff\1\0\0' + b'WECHAT VOICE, FRAME %04d' % i) for i in range(4)])
    # TFTP's data and its acknowledgements: a number that grows.
    c.udp(9607, 49741, [('>', b'\0\3\0\1' + c.noise(512)), ('<', b'\0\4\0\1'), ('>', b'\0\3\0\2' + c.noise(99)),
                        ('<', b'\0\4\0\2')])


# --- Tox: the sizes of its questions and answers, random to all but the ends ---

def tox_lookalike(c):
    key, other = c.noise(32), c.noise(32)

    c.udp(9701, 33445, [('>', c.noise(113)), ('<', c.noise(222)), ('>', c.noise(82)), ('<', c.noise(82))])
    # A question of its size and kind, and an answer of neither.
    c.udp(9702, 33445, [('>', b'\2' + c.noise(112)), ('<', b'\4' + c.noise(77)), ('>', b'\2' + c.noise(112)),
                        ('<', b'\5' + c.noise(100))])
    c.udp(9703, 33446, [('>', b'\0' + key + c.noise(48)), ('<', b'\1' + other + c.noise(48)),
                        ('>', b'\0' + c.noise(32) + c.noise(49))])
    # One side alone asks, each time by another key.
    c.udp(9704, 33445, [('>', b'\0' + c.noise(81)) for i in range(4)])
    c.udp(9705, 33445, [('>', b'\x21' + c.noise(31))], server='192.0.2.255')
    c.udp(9706, 33447, [('>', b'\x18' + c.noise(143)), ('<', b'\x19' + c.noise(161)), ('>', b'\x1a' + c.noise(383))])
    # A relay's first sizes, and then frames of another kind; and the sizes the other way.
    c.tcp(9707, 33445, [('>', c.noise(128)), ('<', c.noise(97)), ('>', c.noise(66))])
    c.tcp(9708, 443, [('>', c.noise(96)), ('<', c.noise(128)), ('>', c.noise(50)), ('<', c.noise(50))])
    c.tcp(9709, 33445, [('>', b'login ' + b'a' * 121 + b'\n'), ('<', b'welcome ' + b'b' * 87 + b'\n'),
                        ('>', b'list\n'), ('<', b'\0\5hello')])
    web_page(c, 9710, 33445, '/tox')


# --- PPStream: a length, the least of it first, and 43 00 ---

def ppstream_lookalike(c):
    def sized(n, after, extra=0):
        return struct.pack('<H', n + extra) + after + c.noise(n - 2 - len(after))

    # The length is right, the rest is not; the rest, and the length is not.
    c.udp(9801, 17788, [('>', sized(60, b'\x43\1')), ('<', sized(80, b'\x44\0')), ('>', sized(61, b'\x42\0'))])
    c.udp(9802, 17788, [('>', sized(60, b'\x43\0', 99)), ('<', sized(80, b'\x43\0', 300)), ('>', sized(50, b'\x43\0', 7))])
    # A question that has both, by chance, and nothing that follows it does.
    c.udp(9803, 17789, [('>', sized(60, b'\x43\0'))] + [('<>'[i % 2], c.noise(40 + i)) for i in range(6)])
    # Text that begins with a C and a zero in the third byte.
    c.udp(9804, 7200, [('>', 'ABC says hello'.encode('utf-16-le')), ('<', 'ABC is greeted'.encode('utf-16-le'))])
    c.tcp(9805, 7200, [('>', sized(60, b'\x43\0')), ('<', b'200 ok\r\n')])
    # A game: the length, then what kind of message it is, of which the 67th is most frequent.
    c.udp(9807, 7201, [('<>'[i % 2], sized(24 + 2 * i, b'\x43\0')) for i in range(6)])
    web_page(c, 9806, 80, '/pps/live.html')
