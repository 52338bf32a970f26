# SPDX-License-Identifier: GPL-3.0-or-later
"""What is not file sharing, and shares a port, a first byte, a length or a word with it."""
import struct

from sharing import http_answer, http_request, web_page


def page(c, client_port, server_port, path, body, kind='text/html', agent='Mozilla/5.0'):
    """A browser that is given this body."""
    c.tcp(client_port, server_port, [
        ('>', http_request('GET %s HTTP/1.1' % path, 'Host: 198.51.100.20', 'User-Agent: ' + agent,
                           'Accept: */*')),
        ('<', http_answer('200 OK', ['Content-Type: ' + kind], body))])


def string(text):
    """As many protocols have it: a byte says how long the text is."""
    return bytes((len(text),)) + text.encode()


# --- BitTorrent: its handshake's text, bencoding, the numbers of its trackers, the sizes of uTP ---

def bencoded_games(c):
    # Bencoding is anybody's: here a game moves, and tells of a fight.
    c.udp(6881, 6882, [('>', b'd1:ad2:hpi100e2:id5:alicee1:q4:move1:t2:aa1:y1:qe'),
                       ('<', b'd1:rd2:id5:alice2:oki1ee1:t2:aa1:y1:re')])
    c.udp(7101, 7102, [('>', b'd1:ad2:id16:0123456789abcdefe1:q5:state1:t1:x1:y1:qe'),
                       ('<', b'd1:rd2:id16:fedcba98765432104:nodei1ee1:t1:x1:y1:re')])
    c.udp(7103, 7104, [('>', b'd1:eli20ei30ei40ee4:name3:orce'), ('<', b'd1:eli18ei30ei40ee4:name3:orce'),
                       ('>', b'd1:eli200ei404ee4:what6:statuse')])
    c.udp(7105, 7106, [('>', b'd1:q4:ping1:t2:01e'), ('<', b'd1:r4:pong1:t2:01e')])


def bittorrent_lookalike(c):
    text = b'\x13BitTorrent protocol is great, has anybody read of it? I am at BEP 3 now\n'
    c.tcp(7201, 6881, [('>', text), ('<', b'\x0ewhich one, 3?\n\x13so is that\n'), ('>', b'\x05bye\n')])
    # Strings with their length before them, and none of them a handshake.
    c.tcp(7202, 6881, [('>', string('BitTorrent protocols') + string('who knows of them, and how many?')),
                       ('<', string('BitTorrent protocol') + string('there is one, with many parts'))])
    page(c, 7203, 6881, '/wiki/BitTorrent', b'<pre>\x13BitTorrent protocol' + bytes(8) + c.noise(40) + b'</pre>')
    c.tcp(7204, 6881, [('>', c.noise(68)), ('<', c.noise(68)), ('>', c.noise(17)), ('<', c.noise(5))])
    # Beginning as a handshake does, and cut by a word.
    c.tcp(7205, 51413, [('>', b'\x13BitTorrent Inc., San Francisco\r\n'), ('<', b'\x02ok\r\n')])
    web_page(c, 7206, 6969, '/announce?port=6881&uploaded=0&downloaded=0&left=0&compact=1&event=started')
    web_page(c, 7207, 6969, '/scrape?url=http://198.51.100.20/&depth=2')
    web_page(c, 7208, 80, '/search?q=info_hash&peer_id=none&page=2')
    page(c, 7209, 80, '/download/a.torrent', b'd8:announce31:http://198.51.100.20:6969/announce4:info'
         b'd6:lengthi1048576e4:name5:a.iso12:piece lengthi262144e6:pieces80:' + c.noise(80) + b'ee',
         'application/x-bittorrent')
    bencoded_games(c)
    # The constant of a UDP tracker, one bit off, and one with a number behind it.
    c.udp(7210, 6969, [('>', bytes.fromhex('0000041727101981') + bytes(4) + c.noise(4)),
                       ('<', bytes(4) + c.noise(12))])
    c.udp(7211, 6969, [('>', bytes.fromhex('000004172710198000000007') + c.noise(20)), ('<', c.noise(16))])
    # The size and first bytes of uTP, but nobody answers to a number.
    c.udp(7212, 6881, [('>', b'\x41\0' + c.noise(18)), ('<', b'\x21\0' + c.noise(18)),
                       ('>', b'\x01\0' + c.noise(60)), ('<', b'\x21\0' + c.noise(18))])
    # A finder of bluetooth speakers asks as SSDP does.
    c.udp(7213, 6771, [('>', http_request('BT-SEARCHER * HTTP/1.1', 'HOST: 239.192.152.143:6771',
                                          'ST: bluetooth:speaker', 'MX: 3', 'MAN: "discover"'))],
          server='239.192.152.143')


# --- eDonkey and Kad: their first bytes, with lengths that fit and without ---

def e3(opcode, body, length=None, first=0xe3):
    size = len(body) + 1 if length is None else length
    return bytes((first,)) + struct.pack('<IB', size, opcode) + body


def edonkey_lookalike(c):
    # A hello by its first bytes, whose length is of another message.
    c.tcp(7301, 4662, [('>', e3(1, b'\x10' + c.noise(60), 4000)), ('<', e3(0x4c, c.noise(70), 9))])
    # One whose length is right, and neither tags nor an end of them inside.
    c.tcp(7302, 4661, [('>', e3(1, b'\x10' + c.noise(22) + struct.pack('<I', 7) + c.noise(31))),
                       ('<', b'\x00\x00\x00\x04WAIT')])
    # A game that counts as eDonkey does, with messages that eDonkey does not have.
    c.tcp(7303, 4662, [('>', e3(0xf3, c.noise(20))), ('<', e3(0xf4, c.noise(11))),
                       ('>', e3(0xf3, c.noise(9))), ('<', e3(0xf5, c.noise(30)))])
    # The same with eMule's numbers, one and two: a request, and what came of it.
    c.tcp(7310, 4662, [(way, e3(kind, c.noise(12 + kind), first=0xc5)) for way, kind in (('>', 1), ('<', 2)) * 2])
    c.tcp(7304, 4661, [('>', b'\xe3\x81\x93\xe3\x82\x93\xe3\x81\xab\xe3\x81\xa1\xe3\x81\xaf\n'),
                       ('<', 'ようこそ、こちらは掲示板です。\n'.encode())])
    # A packed file: the first byte of eMule's packed messages.
    c.tcp(7305, 4662, [('>', b'GET 7\n'), ('<', b'\xd4' + c.noise(300))])
    page(c, 7306, 4711, '/', b'<a href="ed2k://|file|a.iso|1048576|0123456789ABCDEF0123456789ABCDEF|/">a.iso</a>')
    c.udp(7307, 4672, [('>', b'\xe3\x96' + c.noise(7)), ('<', b'\xe3\x97' + c.noise(9))])
    c.udp(7308, 4665, [('>', b'\xc5\x90' + c.noise(5)), ('<', b'\xc5\x92' + c.noise(3))])
    c.udp(7309, 4672, [('>', b'\xe3\x9a' + c.noise(21)), ('<', b'\xe3\x9b' + c.noise(26))])


def kad_lookalike(c):
    c.udp(7401, 4672, [('>', b'\xe4\x21' + c.noise(40)), ('<', b'\xe4\x29' + c.noise(66))])
    c.udp(7402, 4672, [('>', b'\xe4\x60' + c.noise(3)), ('<', b'\xe4\x61' + c.noise(5))])
    c.udp(7403, 4672, [('>', b'\xe4\x11' + c.noise(18) + b'\x08\x09' + c.noise(3)),
                       ('<', b'\xe4\x19' + c.noise(18) + b'\x08\x03' + c.noise(5))])
    # Packed, it would begin with 78.
    c.udp(7404, 4672, [('>', b'\xe5\x29\x12\x34' + c.noise(50)), ('<', b'\xe5\x29' + c.noise(80))])
    # A chat in Chinese: three bytes a letter, many of which begin with e4.
    c.udp(7405, 4672, [('>', '丁丂七不'.encode()), ('<', '丘丙业东丝'.encode()), ('>', '亡交京'.encode())])
    # A counter that begins anywhere.
    c.udp(7406, 4672, [('<' if i % 3 == 2 else '>', struct.pack('>H', 0xe43f + i) + c.noise(7 + i))
                       for i in range(9)])
    # The sizes of a request and its answer, and no contact in it.
    c.udp(7407, 4672, [('>', c.noise(35)), ('<', c.noise(69)), ('>', c.noise(35)), ('<', c.noise(294))])


# --- Gnutella: its words, its paths, its header ---

def gnutella_header(c, kind, ttl, hops, length):
    return c.noise(16) + bytes((kind, ttl, hops)) + struct.pack('<I', length)


def gnutella_lookalike(c):
    c.tcp(7501, 6346, [('>', b'GNUTELLA CONNECTION LOST AT 12:04, LINE 7\r\n'), ('<', b'NOTED\r\n')])
    c.tcp(7502, 6346, [('>', b'GNUTELLA CONNECT/DISCONNECT TIMES, BY WEEK\r\n'), ('<', b'\r\n12 4\r\n13 7\r\n')])
    c.tcp(7503, 6347, [('>', b'LIST\r\n'), ('<', b'GNUTELLA/0.x, a history\r\nGNUTELLA OK, the song\r\n')])
    # The server of a museum greets before anybody has asked.
    c.tcp(7504, 6346, [('<', b'GNUTELLA/0.6 AND BEFORE: PAPERS OF 2000 TO 2004\r\n'), ('>', b'QUIT\r\n')])
    c.tcp(7505, 6346, [('>', b'GIV me the file: it is in /home/papers\n\n'), ('<', b'no such file\n')])
    c.tcp(7506, 6346, [('>', b'PUSH guid: how to push a door that says pull, 3rd ed.\r\n'), ('<', b'200\r\n')])
    web_page(c, 7507, 6346, '/get/17/notes.txt')
    web_page(c, 7508, 80, '/gnutella.html')
    # RFC 2169: resolvers of names of all kinds are asked so.
    web_page(c, 7509, 80, '/uri-res/N2R?urn:isbn:0-395-36341-1')
    page(c, 7510, 6347, '/rfc', b'GNUTELLA CONNECT/0.6\r\nUser-Agent: none\r\n\r\nGNUTELLA/0.6 200 OK\r\n\r\n', 'text/plain')
    # Its header, but for the length; and with the length, but for the hops.
    c.udp(7511, 6346, [('>', gnutella_header(c, 0, 7, 0, 40) + c.noise(3)),
                       ('<', gnutella_header(c, 1, 7, 0, 14) + c.noise(40))])
    c.udp(7512, 6346, [('>', gnutella_header(c, 0, 200, 90, 5) + c.noise(5)),
                       ('<', gnutella_header(c, 1, 99, 201, 14) + c.noise(14))])
    c.udp(7513, 6346, [('>', gnutella_header(c, 0x17, 1, 0, 6) + c.noise(6)),
                       ('<', gnutella_header(c, 0x18, 1, 0, 9) + c.noise(9))])
    # A device's number, a kind, a version, flags, a length: as good a header for many another.
    c.udp(7514, 6346, [('>', gnutella_header(c, 0, 3, 1, 6) + c.noise(6)), ('<', gnutella_header(c, 1, 3, 0, 14) + c.noise(14)),
                       ('>', gnutella_header(c, 0x80, 3, 1, 9) + b'lamp9 on!'), ('<', gnutella_header(c, 0x40, 3, 0, 40) + c.noise(40))])


# --- Direct Connect: what begins with a dollar, and words of four letters ---

def directconnect_lookalike(c):
    c.tcp(7601, 411, [('<', b'$Lock the door behind you, please.|The porter\n'), ('>', b'$Key is under the mat\n')])
    c.tcp(7602, 412, [('>', b'$MyNick=bob; echo $MyNick | wc -c\n'), ('<', b'4\n'), ('>', b'$HOME|$PATH|\n'),
                      ('<', b'sh: not found\n')])
    # A server of the Redis kind: a dollar, the length, the text.
    c.tcp(7603, 411, [('>', b'*2\r\n$3\r\nGET\r\n$4\r\nLock\r\n'), ('<', b'$7\r\nEXTEND|\r\n')])
    c.tcp(7604, 1511, [('>', b'HSUP team, lunch at noon?\n'), ('<', b'ISUP to you\n'), ('>', b'BINF ok\n')])
    c.tcp(7605, 2780, [('>', b'CSUP\n'), ('<', b'CSUP 12 TASSES, CINF 4\n')])
    c.tcp(7610, 411, [('>', b'$Search the house|$Get me some tea|'), ('<', b'$Error in kitchen|'),
                      ('>', b'$Hello kitchen|$Quit|')])
    # Fields between bars, as exchanges send them.
    c.tcp(7606, 411, [('>', b'$Quote ACME 12.40|'), ('<', b'$Price ACME 12.50|'), ('>', b'|'), ('<', b'|')])
    # A scale that reports.
    c.udp(7607, 412, [('>', b'$SR 1 kg 00712\x05 gross\r\n'), ('<', b'$OK\r\n')])
    c.udp(7608, 412, [('>', b'$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n'),
                      ('<', b'$ACK\r\n')])
    web_page(c, 7609, 411, '/?$Lock=EXTENDEDPROTOCOL&Pk=1')


# --- Soulseek: lengths and numbers, the least of them first ---

def record(kind, body):
    return struct.pack('<II', len(body) + 4, kind) + body


def counted(text):
    return struct.pack('<I', len(text)) + text


def soulseek_lookalike(c):
    # A game's login, with a name and a key that is no hash.
    c.tcp(7701, 2242, [('>', record(1, counted(b'alice') + counted(b'sword') + struct.pack('<I', 7) +
                                    counted(c.noise(32)))), ('<', record(1, b'\1' + counted(b'welcome')))])
    c.tcp(7702, 2242, [('>', record(1, struct.pack('<III', 3, 4, 5))), ('<', record(2, bytes(4)))])
    # Nine bytes of which the first say five.
    c.tcp(7703, 2234, [('>', struct.pack('<IBI', 5, 0, 7)), ('<', b'HELLO 5\r\n'), ('>', b'QUIT\r\n')])
    # A greeting of a peer, but of no kind that there is.
    c.tcp(7704, 2234, [('>', struct.pack('<IB', 22, 1) + counted(b'alice') + counted(b'Q') + bytes(4) + b'\0\0\0'),
                       ('<', record(9, c.noise(20)))])
    c.tcp(7705, 2235, [('>', c.noise(30)), ('<', c.noise(30)), ('>', c.noise(70))])
    c.tcp(7706, 2234, [('>', b'\5\0\0\0\1hello'), ('<', b'\2\0\0\0ok'), ('>', b'\4\0\0\0quit')])
    web_page(c, 7707, 2242, '/soulseek')


# --- WebTorrent: JSON in frames of WebSocket ---

def frame(text, key=None):
    """RFC 6455: the client's are masked."""
    size = len(text)
    head = b'\x81' + (bytes((size | (0x80 if key else 0),)) if size < 126 else
                      bytes((126 | (0x80 if key else 0),)) + struct.pack('>H', size))
    if not key:
        return head + text
    return head + key + bytes(b ^ key[i % 4] for i, b in enumerate(text))


def websocket(c, client_port, server_port, path, *texts):
    asked = http_request('GET %s HTTP/1.1' % path, 'Host: 198.51.100.20', 'Upgrade: websocket',
                         'Connection: Upgrade', 'Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==',
                         'Sec-WebSocket-Version: 13')
    answer = http_request('HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
                          'Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=')
    turns = [(way, frame(text, c.noise(4) if way == '>' else None)) for way, text in texts]
    c.tcp(client_port, server_port, [('>', asked), ('<', answer)] + turns)


def webtorrent_lookalike(c):
    sdp = b'"sdp":"v=0\\r\\no=- 1 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\n"'

    # A loudspeaker at a station announces; what a call's ends tell each other; a shop of torrents is searched.
    websocket(c, 7801, 8000, '/', ('>', b'{"action":"announce","text":"the train to Ghent is late","platform":4}'),
              ('<', b'{"action":"announce","interval":120,"text":"platform 4"}'))
    websocket(c, 7802, 8000, '/call', ('>', b'{"action":"offer","peer_id":"alice","offer":{"type":"offer",' + sdp + b'}}'),
              ('<', b'{"action":"answer","peer_id":"bob","answer":{"type":"answer",' + sdp + b'}}'))
    websocket(c, 7803, 8000, '/', ('>', b'{"action":"search","info_hash":"any","q":"lectures"}'),
              ('<', b'{"action":"search","hits":[{"title":"info_hash and offers","peer_id":0}]}'))
    websocket(c, 7804, 80, '/chat', ('>', b'my webtorrent tracker says {"action":"announce"}, and no more'),
              ('<', b'then there is no info_hash in it'))
    # The announce itself, but posted to a web server that keeps notes.
    body = b'{"action":"announce","note":"info_hash, peer_id and offers are left out here"}'
    c.tcp(7805, 8000, [('>', http_request('POST /notes HTTP/1.1', 'Host: 198.51.100.20',
                                          'Content-Type: application/json', 'Content-Length: %d' % len(body)) + body),
                       ('<', http_answer('201 Created', [], b''))])
