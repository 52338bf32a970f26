# SPDX-License-Identifier: GPL-3.0-or-later
"""File sharing networks: what their clients and servers said to each other."""
import struct

HTML = b'<html><head><title>It works</title></head><body>It works.</body></html>'


def http_answer(status, headers, body):
    lines = ['HTTP/1.1 %s' % status, 'Content-Length: %d' % len(body)] + headers
    return '\r\n'.join(lines + ['', '']).encode() + body


def http_request(line, *headers):
    return '\r\n'.join([line] + list(headers) + ['', '']).encode()


def web_page(c, client_port, server_port, path):
    """A browser and a web server, on whatever port."""
    c.tcp(client_port, server_port, [
        ('>', http_request('GET %s HTTP/1.1' % path, 'Host: 198.51.100.20:%d' % server_port,
                           'User-Agent: Mozilla/5.0', 'Accept: text/html')),
        ('<', http_answer('200 OK', ['Content-Type: text/html'], HTML))])


# --- FastTrack: giFT-FastTrack, PROTOCOL ("Session establishment", "UDP messages", "Transfers") ---

KAZAA_HEADERS = ('X-Kazaa-Username: nobody', 'X-Kazaa-Network: KaZaA', 'X-Kazaa-IP: 192.0.2.12:1214',
                 'X-Kazaa-SupernodeIP: 203.0.113.9:1214')


def fasttrack(c):
    weakest = struct.pack('>I', 0x29)
    name = b'KaZaA\0'
    body = c.noise(2000)
    answer = http_answer('206 Partial Content',
                         ['Server: KazaaClient Nov 3 2002 20:29:03', 'Content-Range: bytes 0-1999/71234',
                          'X-Kazaa-Username: someone', 'X-Kazaa-Network: KaZaA', 'X-KazaaTag: 4=A title'],
                         body)
    get = http_request('GET /.hash=' + c.noise(20).hex() + ' HTTP/1.1', 'Host: 198.51.100.22:1214',
                       'UserAgent: KazaaClient Nov 3 2002 20:29:03', *KAZAA_HEADERS,
                       'Range: bytes=0-1999', 'Connection: close')

    c.udp(1214, 1214, [('>', b'\x27' + weakest + b'\x80' + name),
                       ('<', b'\x28' + weakest + b'\0\1' + struct.pack('>HBB', 2, 37, 1) + name)])
    c.udp(2613, 1841, [('>', b'\x27' + weakest + b'\x80' + name),
                       ('<', b'\x29' + weakest + b'\1\0\0\0' + c.noise(4))])
    c.tcp(3001, 1214, [('>', get), ('<', answer)])
    # Behind a firewall the file's owner opens the connection; the roles are reversed from then on.
    c.tcp(3002, 1214, [('>', b'GIVE 4253679545\r\n'), ('<', get), ('>', answer)])
    c.tcp(3004, 1215, [('>', b'GIVE 4253679545\r\n\r\n'), ('<', get), ('>', answer)])
    # The older request is by checksum and name.
    c.tcp(3005, 80, [('>', http_request('GET /13609/filename.ext HTTP/1.1', 'Host: 198.51.100.27',
                                        *KAZAA_HEADERS)), ('<', answer)])
    # A session: the seeds in the clear, then all of it enciphered, first the network's name.
    c.tcp(3003, 1214, [('>', c.noise(8) + bytes(4)), ('<', c.noise(8)), ('<', c.noise(6)),
                       ('>', c.noise(6)), ('<', c.noise(1605)), ('>', c.noise(40))])


def fasttrack_lookalike(c):
    web_page(c, 3101, 1214, '/.hashes')
    # NTP's private mode (mode 7 of version 4) begins with the same byte.
    c.udp(123, 123, [('>', b'\x27\0\3\x2a' + bytes(4)), ('<', b'\xa7\0\3\x2a\0\1\0\x48' + c.noise(72))])
    c.udp(3103, 1214, [('>', b'\x27' + c.noise(4) + b'\x80' + c.noise(6)),
                       ('<', b'\x28' + c.noise(16))])


# --- Napster, OpenNap: drscholl's "napster messages", 2000 ---

def napster_message(kind, text):
    return struct.pack('<HH', len(text), kind) + text.encode()


def napster(c):
    song = '"random band - random song.mp3"'
    md5 = c.noise(16).hex()

    c.tcp(4001, 8888, [
        ('>', napster_message(2, 'foo badpass 6699 "nap v0.8" 3')),
        ('<', napster_message(3, 'anon@napster.com') + napster_message(214, '553 64692 254')),
        ('>', napster_message(200, 'FILENAME CONTAINS "random band" MAX_RESULTS 10')),
        ('<', napster_message(201, '%s %s 2558199 128 44100 159 lefty 3437166285 4' % (song, md5)) +
              napster_message(202, '')),
        ('>', napster_message(203, 'lefty ' + song)),
        ('<', napster_message(204, 'lefty 3437166285 6699 %s %s 4' % (song, md5)))])
    # The first time a nick is asked for before it is taken.
    c.tcp(4002, 7777, [
        ('>', napster_message(7, 'foo')), ('<', napster_message(8, '')),
        ('>', napster_message(6, 'foo foo 6699 "nap v0.8" 3 email@here.com')),
        ('<', napster_message(3, 'email@here.com'))])
    c.tcp(4003, 6699, [('<', b'1'), ('>', b'GET'), ('>', ('foo %s 0' % song).encode()),
                       ('<', b'2558199' + c.noise(3000))])
    c.tcp(4004, 6699, [('<', b'1'), ('>', b'SEND'), ('>', ('lefty %s 2558199' % song).encode()),
                       ('<', b'0'), ('>', c.noise(3000))])


def napster_lookalike(c):
    web_page(c, 4101, 6699, '/')
    # Frames with lengths and types alike, but of numbers.
    c.tcp(4102, 8888, [('>', struct.pack('<HH', 24, 2) + c.noise(24)),
                       ('<', struct.pack('<HH', 8, 3) + c.noise(8))])
    c.tcp(4103, 6699, [('<', b'1'), ('>', b'GET /status\r\n'), ('<', b'200 ok\r\n')])


# --- WinMX: public notes on its Peer Network Protocol; the key blocks are random to all but the ends ---

def winmx(c):
    c.tcp(4201, 6699, [('<', b'1'), ('>', c.noise(16)), ('<', c.noise(16)), ('>', c.noise(45)),
                       ('<', c.noise(61)), ('>', c.noise(20))])


def winmx_lookalike(c):
    c.tcp(4301, 6699, [('<', b'1'), ('>', b'user guest/guest'), ('<', b'welcome, guest!\n'),
                       ('>', b'quit\n')])
    c.tcp(4302, 6699, [('<', b'10'), ('>', c.noise(16)), ('<', c.noise(16)), ('>', c.noise(30))])


# --- WASTE: its documentation and source; all of it random to all but the ends ---

def waste(c):
    c.tcp(4401, 1337, [('>', c.noise(40)), ('<', c.noise(40)), ('>', c.noise(512)),
                       ('<', c.noise(512)), ('>', c.noise(88)), ('<', c.noise(136))])
    c.tcp(4402, 1337, [('>', c.noise(40)), ('<', c.noise(552)), ('>', c.noise(512)),
                       ('<', c.noise(88))])


def waste_lookalike(c):
    def frame(text):
        return struct.pack('>I', 36) + text.ljust(36, b' ')

    c.tcp(4501, 1337, [('>', frame(b'hello from a game')), ('<', frame(b'hello from its server')),
                       ('>', frame(b'move 1 2'))])
    c.tcp(4502, 1337, [('>', c.noise(40)), ('<', c.noise(41)), ('>', c.noise(512))])


# --- OpenFT: mldonkey, docs/OpenFT.txt (frames); giFT-OpenFT's HTTP transfers ---

def openft_packet(opcode, data=b''):
    return struct.pack('>HH', len(data), opcode) + data


def openft(c):
    node = struct.pack('>H4s12xHH', 4, bytes((192, 0, 2, 12)), 1215, 1216)

    c.tcp(4601, 1216, [
        ('>', http_request('GET /shared/a%20song.mp3 HTTP/1.1', 'X-OpenftAlias: nobody',
                           'Range: bytes=0-999', 'User-Agent: giFT/0.11.8')),
        ('<', http_answer('206 Partial Content', ['Content-Range: bytes 0-999/71234',
                                                  'Server: giFT/0.11.8', 'X-OpenftAlias: someone'],
                          c.noise(1000)))])
    c.tcp(4602, 1215, [
        ('>', openft_packet(0)), ('<', openft_packet(1, struct.pack('>HHH', 0, 0, 9)) + openft_packet(0)),
        ('>', openft_packet(1, struct.pack('>HHH', 0, 0, 9)) + openft_packet(2)),
        ('<', openft_packet(3, b'\0\2') + openft_packet(4)), ('>', openft_packet(5, node)),
        ('<', openft_packet(10)), ('>', openft_packet(11))])


def openft_lookalike(c):
    web_page(c, 4701, 1216, '/openft')
    c.tcp(4702, 1215, [('>', struct.pack('>HH', 12, 1) + c.noise(12)),
                       ('<', struct.pack('>HH', 4, 2) + c.noise(4))])
    # Frames that are cut the same way, and hold other numbers; versions that differ.
    c.tcp(4703, 1215, [('>', bytes(4)), ('<', bytes(4) + struct.pack('>HH', 8, 1) + c.noise(8)),
                       ('>', struct.pack('>HH', 8, 1) + c.noise(8))])
    c.tcp(4704, 1215, [('>', openft_packet(0)), ('<', openft_packet(1, struct.pack('>HHH', 0, 0, 9))),
                       ('>', openft_packet(1, struct.pack('>HHH', 0, 1, 0)))])


# --- Ares: libprotoident's and l7-filter's study of its greeting; there is no specification ---

def ares(c):
    c.tcp(4801, 34567, [('>', bytes.fromhex('03005a060605')), ('<', b'\x87\0\x3c' + c.noise(135)),
                        ('>', c.noise(120)), ('<', c.noise(60))])


def ares_lookalike(c):
    c.tcp(4901, 34567, [('>', bytes.fromhex('03005a010203')), ('<', b'\x87\0' + c.noise(136))])
    c.tcp(4902, 34567, [('>', bytes.fromhex('03005a060605')), ('<', b'\x03\0\1ok\n')])


# --- iMesh 5 and later: nDPI's imesh.c, what others have seen of it ---

def imesh(c):
    tail = b'\x11' + c.noise(3) + b'\x11'
    hello = b'\x40' + bytes(7) + b'\0\0\xfc\xff\x04\x80\x01\0' + c.noise(29) + \
        b'\xff\2\0\0\0\x1a' + c.noise(13)

    c.udp(5001, 5002, [('>', b'\2\0\0\0\x24\0\0\x83' + c.noise(16) + b'\x40\0\0\0' + c.noise(3) + tail),
                       ('<', b'\2\0\3\4\3\0\0\x84' + c.noise(11) + tail)])
    c.tcp(5003, 5004, [('>', hello), ('<', b'\x1c\0\0\0' + c.noise(6) + b'\xfc\xff\7\x80\x18\0' +
                                      c.noise(10) + b'\x19\0'), ('>', c.noise(52))])
    c.udp(5005, 1864, [('>', b'\2\0\0\0' + c.noise(20) + bytes(4)),
                       ('<', b'\2\0\3\4\3\0\0\x84' + c.noise(11) + tail)])
    half = c.noise(3) + b'\x5a' + c.noise(3) + b'\x5a' + c.noise(5) + bytes(2) + c.noise(1)
    c.udp(5006, 5002, [('>', b'\2\0\0\0\0\0\0\x81' + half + struct.pack('>H', 5006) + b'\1\0' + c.noise(4)),
                       ('<', b'\2\0\0\0\1\0\0\x82' + c.noise(13) + bytes(2) + c.noise(3) + b'\1\0' +
                        c.noise(4))])
    token = c.noise(4)
    c.tcp(5007, 5004, [('>', b'\x5f' + bytes(5) + b'\x21\0\4\x80' + token + c.noise(6) + bytes(4) + token +
                        b'\xc8\0\4\0' + c.noise(63)), ('<', c.noise(52))])


def imesh_lookalike(c):
    c.udp(5101, 1864, [('>', b'\2\0\0\0' + c.noise(32)), ('<', b'\2\0\0\1' + c.noise(20))])
    c.udp(5103, 1864, [('>', b'\2\0\0\0' + c.noise(20) + bytes(4)), ('<', b'\2\0\3\4\2\0\0\x84' + c.noise(16))])
    c.tcp(5102, 5004, [('>', b'\x40' + bytes(7) + c.noise(56)), ('<', b'\x1c\0\0\0' + c.noise(24))])


# --- Manolito (MP2P): libprotoident's mp2p, what others have seen of it ---

def manolito(c):
    c.udp(41170, 41170, [('>', b'\x3d\x4a\xd9' + c.noise(20)), ('<', b'\x3e\x4a\xd9' + c.noise(20)),
                         ('>', b'\x3d\x4a\xd9' + c.noise(20))])


def manolito_lookalike(c):
    c.udp(41170, 41170, [('>', b'\x3d\x4a' + c.noise(21)), ('<', b'\x3e\x4a' + c.noise(21))])


# --- Pando: OpenDPI's pando.c, what others have seen of it ---

def pando(c):
    words = b'\x0ePando protocol'

    c.tcp(5201, 5202, [('>', words + bytes(8) + c.noise(40)), ('<', words + bytes(8) + c.noise(40)),
                       ('>', c.noise(30))])
    c.udp(5203, 5204, [('>', b'\0\0\0\x09\0\0' + c.noise(18) + words + c.noise(48)),
                       ('<', b'\0\0\0\x09\0\0' + c.noise(30))])
    c.udp(5205, 5206, [('>', b'\0\0\0\x09\0\0' + c.noise(66) + b'Pando' + c.noise(15)),
                       ('<', b'\0\0\0\x09\0\0' + c.noise(30))])
    c.udp(5207, 5208, [('>', b'UDPA' + c.noise(20)), ('<', b'UDPR' + c.noise(24))])


def pando_lookalike(c):
    c.tcp(5301, 5202, [('>', b'\x0ePando research, chapter one\n'), ('<', b'\x02ok')])
    c.udp(5303, 5208, [('>', b'UDPA is short for it\n'), ('<', b'UDP test\n')])
    c.udp(5302, 5204, [('>', b'\0\0\0\x09\0\0' + c.noise(81)), ('<', b'\0\0\0\x09\0\0' + c.noise(14))])
