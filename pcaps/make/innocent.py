# SPDX-License-Identifier: GPL-3.0-or-later
"""
Protocols that have nothing to do with peer-to-peer, how their first messages look on the wire, as far as is known: from their
specifications or from what their programs are known to send. Many have a length, a small number and little else.

A row: name, transport, the server's port, and what is said, the client first and then in turn; None: not his turn.
"""
import struct

from fields import be16, be16len, be32, be32len, be64, le16, le16len, le32, le32len, padded, text8, x

MAGIC = bytes.fromhex('00ffff00fefefefefdfdfdfd12345678')       # RakNet's


def play(capture, port, name, transport, server_port, says):
    """A row as a flow; its name is for the reader."""
    turns = [('><'[i % 2], said) for i, said in enumerate(says) if said is not None]

    getattr(capture, transport)(port, server_port, turns)


# --- games ---

def games(n):
    challenge = n(4)
    info = b'I\x11A server\0de_dust\0cstrike\0Counter-Strike\0\n\0\x02\x20\0dl\0\1' + b'1.0.0.70\0'
    handle = n(4)
    return [
        ('source query', 'udp', 27015, [b'\xff\xff\xff\xffTSource Engine Query\0', b'\xff\xff\xff\xffA' + challenge,
            b'\xff\xff\xff\xffTSource Engine Query\0' + challenge, b'\xff\xff\xff\xff' + info]),
        ('source players', 'udp', 27016, [b'\xff\xff\xff\xffU\xff\xff\xff\xff', b'\xff\xff\xff\xffA' + challenge,
            b'\xff\xff\xff\xffU' + challenge, b'\xff\xff\xff\xffD\1\0player\0\5\0\0\0' + struct.pack('<f', 61.5)]),
        ('source game', 'udp', 27017, [le32(2) + le32(1) + b'\0' + n(2) + b'\0' + n(30), le32(3) + le32(2) + b'\0' +
            n(2) + b'\0' + n(90), le32(3) + le32(3) + b'\1' + n(2) + b'\1' + n(33), le32(4) + le32(3) + b'\0' + n(2) +
            b'\0' + n(120)]),
        ('source rcon', 'tcp', 27015, [le32len(le32(1) + le32(3) + b'secret\0\0'), le32len(le32(1) + le32(0) +
            b'\0\0') + le32len(le32(1) + le32(2) + b'\0\0'), le32len(le32(2) + le32(2) + b'status\0\0'),
            le32len(le32(2) + le32(0) + b'hostname: a server\n\0\0')]),
        ('steam relay', 'udp', 27031, [padded(b'\x20' + le16(22) + x('0d') + n(4) + x('11') + n(8) + x('180a') + n(3),
            512), b'\x21' + le16(18) + x('0d') + n(4) + x('11') + n(8), padded(b'\x22' + le16(40) + n(40), 512),
            b'\x23' + le16(30) + n(30), b'\x89' + handle + le16(1) + n(60), b'\x89' + n(4) + le16(1) + n(90)]),
        ('steam cm', 'tcp', 27018, [None, le32len(b'VT01' + le32(1303) + b'\xff' * 16 + le32(1) + le32(1) + n(16),
            -4), le32len(b'VT01' + le32(1304) + b'\xff' * 16 + le32(1) + le32(128) + n(136), -4), le32len(b'VT01' +
            le32(1305) + b'\xff' * 16 + le32(1), -4), le32len(b'VT01' + n(96), -4)]),
        ('minecraft', 'tcp', 25565, [x('1000f90509') + b'localhost' + x('63dd02') + x('1600') + b'\x04Joes' + n(16),
            x('a90101') + b'\0' + x('a201') + n(162), x('830201') + x('8001') + n(128) + x('8001') + n(128)]),
        ('minecraft status', 'tcp', 25566, [x('1000f90509') + b'localhost' + x('63dd01') + x('0100'), x('2b0029') +
            b'{"version":{"name":"1.20","protocol":763}}'[:41], x('0901') + n(8), x('0901') + n(8)]),
        ('raknet', 'udp', 19132, [b'\1' + be64(3714) + MAGIC + n(8), b'\x1c' + be64(3714) + n(8) + MAGIC +
            be16len(b'MCPE;A server;390;1.14;0;10'), padded(b'\5' + MAGIC + b'\x0b', 1400), b'\6' + MAGIC + n(8) +
            b'\0' + be16(1400), b'\7' + MAGIC + x('04') + n(4) + be16(19132) + be16(1400) + n(8), b'\x08' + MAGIC +
            n(8) + x('04') + n(4) + be16(50000) + be16(1400) + b'\0', x('840000004000480000') + b'\0\0\0' + b'\x09' +
            n(8) + be64(77), x('c0000101000000'), x('8400000060') + n(60)]),
        ('roblox', 'udp', 53640, [b'\x7b\0' + MAGIC + n(6), b'\x7d\0' + MAGIC + n(10), b'\x7f' + n(40),
            x('84000000') + n(50)]),
        ('quake', 'udp', 27960, [b'\xff\xff\xff\xffgetchallenge', b'\xff\xff\xff\xffchallengeResponse 1804289383',
            b'\xff\xff\xff\xffconnect "' + n(40) + b'"', b'\xff\xff\xff\xffconnectResponse', le32(1) + le16(7777) +
            n(40), le32(1) + n(200)]),
        ('enet', 'udp', 5056, [be16(0x8fff) + be16(100) + x('82ff') + be16(1) + be16(0) + x('ffff') + be32(1400) +
            be32(32768) + be32(2) + be32(0) * 2 + be32(5000) + be32(2) + be32(2) + n(4) + be32(0), be16(0x8000) +
            be16(201) + x('01ff') + be16(1) + be16(1) + be16(100) + x('83ff') + be16(1) + be16(0) + x('0000') +
            be32(1400) + be32(32768) + be32(2) + be32(0) * 2 + be32(5000) + be32(2) + be32(2) + n(4), be16(0x8000) +
            be16(130) + x('01ff') + be16(1) + be16(1) + be16(201), be16(0x8000) + be16(250) + x('8600') + be16(1) +
            be16len(n(30))]),
        ('photon', 'udp', 5055, [x('ffff0001') + be32(1000) + n(4) + x('02ff0104') + be32(44) + be32(1) +
            x('000104b0') + be32(0x8000) + be32(2) + be32(0) * 2 + be32(5000) + be32(2) + be32(2), x('00000001') +
            be32(1022) + n(4) + x('03ff0104') + be32(44) + be32(1) + n(32), x('00010001') + be32(1040) + n(4) +
            x('01ff0000') + be32(20) + be32(1) + be32(1) + be32(1022)]),
        ('kcp', 'udp', 22102, [x('000000ff') + bytes(8) + x('499602d2ffffffff'), x('00000145') + n(4) + n(4) +
            x('499602d214514545'), handle + x('5100') + le16(256) + le32(10) + le32(0) + le32(0) + le32len(n(60)),
            handle + x('5200') + le16(256) + le32(10) + le32(0) + le32(1) + le32(0), handle + x('5100') + le16(256) +
            le32(60) + le32(0) + le32(1) + le32len(n(200))]),
        ('lidgren', 'udp', 14242, [x('8800000000'), x('8900000000') + n(20), x('8300000000') + text8('game') + n(12),
            x('8400000000') + text8('game') + n(12), x('8100000800') + b'\1', x('8200002800') + b'\1' + n(4),
            x('4300000000') + n(20), x('4302000000') + n(20)]),
        ('litenetlib', 'udp', 9050, [x('05') + le32(11) + n(8) + n(4) + text8('key'), x('06') + n(8) + x('0000'),
            x('030100'), x('040100') + n(8), x('0100000000') + n(20), x('020000000001')]),
        ('teeworlds', 'udp', 8303, [b'\xff' * 10 + b'gie3\1', b'\xff' * 10 + b'inf3' +
            b'1\x000.6.4\0A server\0dm1\0DM\x000\x000\x0016\x00', x('10000001') + b'TKEN' + n(4), x('10000002') +
            b'TKEN' + n(4), x('100000') + b'\3' + n(4)]),
        ('frostbite', 'tcp', 47300, [le32(0) + le32(12 + 12) + le32(1) + le32len(b'version') [:11] + b'\0',
            le32(0x40000000) + le32(12 + 8 + 9) + le32(2) + le32(2) + b'OK\0' + le32(3) + b'BF3\0']),
        ('warcraft login', 'tcp', 3724, [x('0008') + le16len(b'WoW\0\2\4\3' + le16(8606) + b'68x\0niW\0SUne' +
            le32(60) + n(4) + text8('SOMEBODY')), x('000000') + n(32) + x('010720') + n(32) + n(32) + n(16) + b'\0',
            b'\1' + n(73), x('0100') + n(20) + bytes(10)]),
        ('warcraft world', 'tcp', 8085, [None, be16(6) + le16(0x1ec) + n(4), be16(150) + le32(0x1ed) + n(146),
            n(60)]),
        ('battle.net', 'tcp', 6112, [b'\1\xff\x50' + le16(58) + bytes(4) + b'68XIPXES' + n(42), x('ff250800') + n(4) +
            x('ff50') + le16(100) + n(96), x('ff250800') + n(4), x('ff000400')]),
        ('starcraft', 'udp', 6111, [bytes(4) + n(2) + le16(16) + le16(0) + le16(0) + x('00010200') + n(4), bytes(4) +
            n(2) + le16(12) + le16(0) + le16(1) + x('00000100')]),
        ('clash', 'tcp', 9339, [be16(10100) + x('000048') + be16(0) + n(72), be16(20100) + x('00001c') + be16(0) +
            be32len(n(24)), be16(10101) + x('0000c8') + be16(4) + n(200), be16(20104) + x('000120') + be16(1) +
            n(288)]),
        ('terraria', 'tcp', 7777, [le16(15) + b'\1' + text8('Terraria279'), le16(4) + b'\3\0', le16(30) + b'\4' +
            n(27), le16(5) + b'\x07\0\0']),
        ('openttd', 'tcp', 3979, [le16(24) + b'\2' + b'12.0\0' + le32(0x1c000d28) + b'\0' + bytes(11), le16(20) +
            b'\3' + n(17)]),
        ('openttd udp', 'udp', 3979, [le16(3) + b'\0', le16(40) + b'\1\5' + n(36)]),
        ('remote play', 'udp', 9296, [b'\0' + be32(0) + be32(0) + be32(0) + x('0100') + be16(20) + n(4) +
            be32(0x19000) + be16(100) * 2 + n(4), b'\0' + n(4) + be32(0) * 2 + x('0200') + be16(52) + n(4) +
            be32(0x19000) + be16(100) * 2 + n(36), b'\0' + n(4) + be32(0) * 2 + x('0a00') + be16(36) + n(32), b'\0' +
            n(4) + be32(0) * 2 + x('0b00') + be16(4)]),
        ('playstation discovery', 'udp', 9302, [b'SRCH * HTTP/1.1\ndevice-discovery-protocol-version:00030010\n',
            b'HTTP/1.1 620 Server Standby\nhost-id:0123456789AB\nhost-type:PS5\nhost-name:PS5\n' b'host-request-port:997\ndevice-discovery-protocol-version:00030010\n']),
        ('nintendo pia', 'udp', 49152, [x('32ab9864') + x('81') + n(3) + be16(1) + n(20) + n(60), x('32ab9864') +
            x('81') + n(3) + be16(1) + n(20) + n(60)]),
        ('mumble ping', 'udp', 64738, [be32(0) + n(8), x('00010204') + n(8) + be32(3) + be32(100) + be32(72000)]),
        ('teamspeak 3', 'udp', 9987, [b'TS3INIT1' + x('0065000088') + n(4) + b'\0' + n(4) + n(4) + bytes(8),
            b'TS3INIT1' + x('006588') + b'\1' + n(20), b'TS3INIT1' + x('0065000088') + n(4) + b'\2' + n(20), n(8) +
            be16(1) + x('22') + n(90)]),
        ('teamspeak 2', 'udp', 8767, [x('f4be0300') + bytes(8) + le32(1) + n(4) + bytes(140), x('f4be0400') +
            n(4) * 2 + le32(1) + n(300)]),
        ('xbox', 'udp', 3074, [x('0000') + n(80), x('0000') + n(100), x('0001') + n(80)]),
        ('unity', 'udp', 7778, [x('00000000') + n(4) + x('0100'), x('00010000') + n(4) + x('0200'), x('0001') +
            n(40)]),
        ('arma', 'udp', 2302, [x('b6c2') + n(10), x('bf3e') + n(30), x('de11') + n(44), n(60)]),
        ('mu online', 'tcp', 44405, [None, x('c1040001'), x('c104f406'), x('c2000bf4060001000004') + b'\0']),
        ('lineage', 'tcp', 2106, [None, le16(186) + b'\0' + n(183), le16(42) + n(40), le16(42) + n(40)]),
        ('runescape', 'tcp', 43594, [b'\x0f' + be32(530), b'\0', b'\x0e\x09', b'\0' + n(8)]),
        ('eve', 'tcp', 26000, [None, le32len(x('7e00000000140614') + n(30)), le32len(x('7e00000000140614') + n(30)),
            le32len(n(64))]),
        ('second life', 'udp', 13001, [x('40') + be32(1) + b'\0' + x('ffff0003') + n(40), x('00') + be32(1) + b'\0' +
            x('fffffffb') + b'\1' + le32(1), x('00') + be32(2) + b'\0' + b'\1\7', x('00') + be32(2) + b'\0' +
            b'\2\7']),
        ('ut99', 'udp', 7778, [b'\\info\\',
            b'\\hostname\\A server\\hostport\\7777\\mapname\\DM\\final\\\\queryid\\9.1']),
        ('gamespy', 'udp', 29900, [x('fefd09') + n(4), x('09') + n(4) + b'9513307\0', x('fefd00') + n(4) +
            be32(9513307) + x('ffffff01'), x('00') + n(4) + b'splitnum\0\x80\0hostname\0A server\0']),
    ]


# --- messengers and calls ---

def chat(n):
    nonce = n(16)
    req = bytes(8) + n(8) + le32(20) + x('f18e7ebe') + nonce
    return [
        ('mtproto abridged', 'tcp', 443, [b'\xef' + b'\x0a' + req, b'\x15' + bytes(8) + n(8) + le32(64) + n(64),
            b'\x7f\x51\0\0' + n(324)]),
        ('mtproto intermediate', 'tcp', 5222, [b'\xee\xee\xee\xee' + le32len(req), le32len(bytes(8) + n(8) +
            le32(64) + n(64)), le32len(n(340))]),
        ('mtproto full', 'tcp', 80, [le32(len(req) + 12) + le32(0) + req + n(4), le32(96) + le32(0) + n(88),
            le32(352) + le32(1) + n(344)]),
        ('mtproto obfuscated', 'tcp', 443, [n(64) + n(105), n(93), n(329), n(600)]),
        ('mtproto obfuscated', 'tcp', 5222, [n(64), n(120), n(329), n(600)]),
        ('telegram call', 'udp', 598, [nonce + b'\xff' * 12 + le32(1) + n(8), nonce + b'\xff' * 12 + le32(2) + n(20),
            nonce + n(120), nonce + n(130)]),
        ('whatsapp', 'tcp', 5222, [b'WA\6\3' + x('000024') + x('12220a20') + n(32), x('000194') + n(404),
            x('0000d5') + n(213), x('00001a') + n(26)]),
        ('whatsapp call', 'udp', 3478, [x('0801') + n(40), x('0901') + n(24), x('90788000') + n(60), x('90788001') +
            n(60)]),
        ('viber', 'tcp', 4244, [le16(58) + x('0000') + n(54), le16(24) + x('0000') + n(20), le16(11) + x('0600') +
            n(7)]),
        ('viber call', 'udp', 7985, [n(2) + x('0300') + n(30), n(2) + x('0300') + n(30), n(2) + x('1900') + n(60)]),
        ('wechat long link', 'tcp', 8080, [be32(16) + be16(16) + be16(1) + be32(6) + be32(0xffffffff), be32(16) +
            be16(16) + be16(1) + be32(0x3b9aca06) + be32(0xffffffff), be32(216) + be16(16) + be16(1) + be32(237) +
            be32(2) + n(200)]),
        ('wechat mmtls', 'tcp', 443, [x('16f103') + be16len(be32(150) + x('0103f1') + n(147)), x('16f103') +
            be16len(be32(120) + x('0203f1') + n(117)), x('17f103') + be16len(n(200))]),
        ('qq', 'udp', 8000, [x('02') + x('1f0f0825') + n(2) + be32(10001) + bytes(3) + n(100) + b'\3', x('02') +
            x('1f0f0825') + n(2) + be32(10001) + bytes(3) + n(80) + b'\3', x('02') + x('1f0f0836') + n(2) +
            be32(10001) + n(200) + b'\3']),
        ('qq tcp', 'tcp', 8000, [be16len(x('02') + x('1f0f0825') + n(2) + be32(10001) + n(100) + b'\3', 2),
            be16len(x('02') + n(90) + b'\3', 2)]),
        ('discord voice', 'udp', 50004, [x('00010046') + be32(1234) + bytes(66), x('00020046') + be32(1234) +
            b'203.0.113.7' + bytes(53) + be16(50000), x('8078') + be16(1) + be32(960) + be32(1234) + n(60),
            x('9078') + be16(9) + be32(960) + be32(99) + n(60), x('8078') + be16(2) + be32(1920) + be32(1234) +
            n(60)]),
        ('zoom', 'udp', 8801, [x('010002') + n(30), x('020102') + n(30), x('0300') + n(20), x('051001') + be16(1) +
            n(8) + x('0f') + n(20), x('05100100') + be16(2) + n(50)]),
        ('webex', 'udp', 9000, [x('00010034') + x('2112a442') + n(12) + x('0006002c') +
            b'someone-of-the-meeting:and-the-other-side-ok!'[:44], x('0101000c') + x('2112a442') + n(12) +
            x('002000080001') + n(6), x('80d8') + be16(1) + n(4) + be32(7) + n(90)]),
        ('oscar', 'tcp', 5190, [None, x('2a01') + be16(1) + be16len(be32(1)), x('2a01') + be16(100) +
            be16len(be32(1) + be16(6) + be16len(n(64))), x('2a02') + be16(2) + be16len(x('00010003') + n(6) +
            be16(1) + be16(2))]),
        ('oscar login', 'tcp', 5190, [x('2a02') + be16(0) + be16len(x('00170006') + bytes(6) + x('00010007') +
            b'someone'), x('2a02') + be16(1) + be16len(x('00170007') + bytes(6) + be16len(b'2038123456'))]),
        ('msn', 'tcp', 1863, [b'VER 1 MSNP18 CVR0\r\n', b'VER 1 MSNP18\r\n',
            b'CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 14.0 msmsgs a@example.org\r\n',
            b'CVR 2 14.0 14.0 14.0 http://example.org http://example.org\r\n']),
        ('yahoo', 'tcp', 5050, [b'YMSG' + x('00100000') + be16(0) + be16(0x4c) + bytes(8), b'YMSG' + x('00100000') +
            be16(0) + be16(0x4c) + be32(1) + n(4), b'YMSG' + x('00100000') + be16len(be16(0x57) + be32(0x5a55aa56) +
            n(4) + b'1\xc0\x80someone\xc0\x80', -10)]),
        ('gadu-gadu', 'tcp', 8074, [None, le32(1) + le32len(n(4)), le32(0x31) + le32len(le32(1234567) + b'\2' +
            n(64) + le32(2) + n(20)), le32(0x35) + le32len(b'\1\0\0\0'), le32(0x12) + le32(0)]),
        ('irc', 'tcp', 6667, [b'CAP LS 302\r\nNICK joe\r\nUSER joe 0 * :Joe\r\n',
            b':irc.example.org NOTICE * :*** Looking up your hostname...\r\n']),
        ('mgcp', 'udp', 2427, [b'RQNT 1201 aaln/1@gw.example.org MGCP 1.0\r\nX: 0123\r\nR: hd\r\n',
            b'200 1201 OK\r\n']),
        ('sip', 'udp', 5060,
            [b'OPTIONS sip:a@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: 1@a\r\nCSeq: 1 OPTIONS\r\n\r\n',
            b'SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nCSeq: 1 OPTIONS\r\n\r\n']),
        ('iax2', 'udp', 4569, [x('80010000') + be32(3) + x('00000601') + x('0b020002') + x('0604') + b'alex',
            x('80020001') + be32(5) + x('00010604') + x('0a020002'), x('0001') + be16(20) + n(160), x('0002') +
            be16(20) + n(160)]),
        ('skinny', 'tcp', 2000, [le32len(le32(0) + le32(1) + b'SEP001122334455\0' + bytes(32), -4), le32len(le32(0) +
            le32(0x81) + le32(30) + b'D.M.Y\0' + bytes(10), -4)]),
        ('h.225', 'tcp', 1720, [x('0300001e') + x('08020001057e000f0520') + n(16), x('0300001a') +
            x('08028001027e000b0522') + n(12)]),
        ('ras', 'udp', 1719, [x('0e8000000600088a4a') + n(30), x('12400000060008914a') + n(30)]),
        ('unistim', 'udp', 5000, [be32(1) + x('02') + x('01') + bytes(4) + n(4), be32(1) + x('0101')]),
        ('stun turn', 'udp', 3478, [x('00010000') + x('2112a442') + n(12), x('0101000c') + x('2112a442') + n(12) +
            x('002000080001') + n(6)]),
        ('paltalk', 'tcp', 5001, [x('064c0001') + be16len(n(8)), x('001e0001') + be16len(b'12345678')]),
        ('steam chat', 'tcp', 27019, [None, le32len(b'VT01' + n(28), -4), le32len(b'VT01' + n(152), -4)]),
        ('mumble', 'tcp', 64738, [be16(0) + be32len(x('0d04030100') + text8('1.3.4')), be16(0) +
            be32len(x('0d040301001205') + b'1.3.4'), be16(3) + be32(0), be16(3) + be32(0)]),
    ]


# --- tunnels and proxies ---

def tunnels(n):
    session, answer = n(8), n(8)
    spi, other = n(4), n(4)
    return [
        ('openvpn', 'udp', 1194, [b'\x38' + session + b'\0' + be32(0), b'\x40' + answer + b'\1' + be32(0) + session +
            be32(0), b'\x28' + session + b'\1' + be32(0) + answer, b'\x20' + session + b'\0' + be32(1) + x('160301') +
            be16len(n(200)), b'\x20' + answer + b'\1' + be32(1) + session + be32(1) + n(900)]),
        ('openvpn data', 'udp', 1195, [b'\x30' + n(100), b'\x30' + n(600), b'\x48' + x('000001') + be32(5) + n(100),
            b'\x48' + x('000001') + be32(5) + n(100)]),
        ('openvpn tcp', 'tcp', 443, [be16len(b'\x38' + session + b'\0' + be32(0)), be16len(b'\x40' + answer + b'\1' +
            be32(0) + session + be32(0)), be16len(b'\x28' + session + b'\1' + be32(0) + answer)]),
        ('ike', 'udp', 500, [session + bytes(8) + x('21202208') + be32(0) + be32(328) + n(300), session + answer +
            x('21202220') + be32(0) + be32(228) + n(200)]),
        ('esp', 'udp', 4500, [spi + be32(1) + n(120), other + be32(1) + n(120), spi + be32(2) + n(84), b'\xff']),
        ('esp elsewhere', 'udp', 4501, [spi + be32(1) + n(120), other + be32(1) + n(120), spi + be32(2) + n(84),
            other + be32(2) + n(1400)]),
        ('l2tp', 'udp', 1701, [x('c802') + be16(12 + 8 + 8) + bytes(8) + x('8008000000000001') +
            x('8008000000020100'), x('c802') + be16(20) + be16(5) + bytes(2) + be16(0) + be16(1) +
            x('8008000000000002')]),
        ('pptp', 'tcp', 1723, [be16(156) + be16(1) + x('1a2b3c4d') + be16(1) + be16(0) + be16(0x100) + bytes(142),
            be16(156) + be16(1) + x('1a2b3c4d') + be16(2) + n(2) + bytes(144)]),
        ('nebula', 'udp', 4242, [x('10000000') + be32(0) + be64(1) + n(90), x('10000000') + n(4) + be64(2) + n(150),
            x('11000000') + n(4) + be64(3) + n(80), x('11000000') + n(4) + be64(3) + n(80)]),
        ('fastd', 'udp', 10000, [b'\1\0' + be16len(x('0000') + x('0100') + x('010020') + b'\0' + n(32) + x('020020') +
            b'\0' + n(32)), b'\1\0' + be16len(x('0000') + x('0200') + x('010020') + b'\0' + n(32) + x('030020') +
            b'\0' + n(32)), b'\2' + n(80)]),
        ('tinc', 'tcp', 655, [b'0 office 17.7\n', b'0 home 17.7\n', n(80), n(120)]),
        ('anyconnect', 'udp', 443, [x('16010000000000000000000060') + x('0100005400000000000000540100') + n(82),
            x('16010000000000000000000020') + n(32), x('17010000010000000000010050') + n(80)]),
        ('shadowsocks', 'tcp', 8388, [n(250), n(1400), n(96), n(700)]),
        ('shadowsocks 2022', 'tcp', 8389, [n(32) + n(27) + n(300), n(32) + n(43) + n(1200), n(18) + n(80)]),
        ('shadowsocks udp', 'udp', 8388, [n(90), n(130), n(75), n(300)]),
        ('vmess', 'tcp', 10086, [n(16) + n(18) + n(8) + n(61) + n(400), n(40) + n(1300), n(500)]),
        ('obfuscated ssh', 'tcp', 3001, [n(24) + n(400), n(600), n(900), n(100)]),
        ('hysteria salamander', 'udp', 36712, [n(1208), n(1208), n(90), n(60)]),
        ('amnezia', 'udp', 41820, [n(52), n(61), n(48) + n(148), n(30) + n(92), n(32), n(96)]),
        ('kcptun', 'udp', 29900, [n(16) + n(80), n(16) + n(60), n(16) + n(900), n(16) + n(40)]),
        ('dnscrypt', 'udp', 443, [n(8) + n(32) + n(12) + n(272), b'r6fnvWj8' + n(24) + n(272), n(8) + n(32) + n(12) +
            n(272), b'r6fnvWj8' + n(24) + n(336)]),
        ('socks 5', 'tcp', 1080, [b'\5\1\0', b'\5\0', b'\5\1\0\3' + text8('www.example.org') + be16(443),
            b'\5\0\0\1' + n(4) + be16(40000)]),
        ('vxlan', 'udp', 4789, [x('08000000') + x('00007b00') + n(60), None, x('08000000') + x('00007b00') + n(60)]),
        ('geneve', 'udp', 6081, [x('00006558') + x('00007b00') + n(60), None, x('00006558') + x('00007b00') + n(60)]),
        ('gre in udp', 'udp', 4754, [x('20000800') + be32(7) + x('45000030') + n(44)]),
        ('mpls in udp', 'udp', 6635, [x('000101ff') + x('45000054') + n(80), None, x('000101ff') + x('45000054') +
            n(80)]),
        ('lisp', 'udp', 4341, [x('80') + n(3) + be32(0) + x('45000054') + n(80), x('80') + n(3) + be32(0) +
            x('45000054') + n(80)]),
        ('gtp-u', 'udp', 2152, [x('30ff') + be16(84) + spi + x('45000054') + n(80), x('30ff') + be16(84) + other +
            x('45000054') + n(80)]),
        ('gtp-c', 'udp', 2123, [x('4820') + be16(60) + be32(0) + x('00000100') + n(52), x('4821') + be16(40) + spi +
            x('00000100') + n(32)]),
        ('gtp prime', 'udp', 3386, [x('0f01') + be16(0) + be16(1), x('0f02') + be16(2) + be16(1) + x('0e01')]),
        ('pfcp', 'udp', 8805, [x('2005') + be16(22) + x('00000100') + x('003c000500') + n(4) + x('00600004') + n(4),
            x('2006') + be16(27) + x('00000100') + x('003c000500') + n(4) + x('0013000101') + x('00600004') + n(4)]),
        ('capwap', 'udp', 5246, [x('00100200') + x('00000000') + x('00000001') + x('00') + be16(40) + b'\0' + n(36),
            x('00100200') + bytes(4) + x('00000002') + x('00') + be16(40) + b'\0' + n(36)]),
        ('lwapp', 'udp', 12223, [x('0000') + be16(40) + bytes(2) + n(36), x('0000') + be16(40) + bytes(2) + n(36)]),
        ('vtun', 'tcp', 5000, [None, b'VTUN server ver 3.0\n' + bytes(30), b'HOST: lion\n' + bytes(39),
            b'OK CHAL: abcdef0123456789abcdef0123456789\n' + bytes(8)]),
        ('iodine', 'udp', 53, [n(2) + x('01000001000000000001') + b'\x0cvaaaakatlsi0\1t\7example\3org\0' +
            x('000a0001') + x('0000291000000080000000'), n(2) + x('84000001000100000000') +
            b'\x0cvaaaakatlsi0\1t\7example\3org\0' + x('000a0001') + x('c00c000a000100000000') + be16len(b'VACK' +
            n(5))]),
        ('bird eigrp in udp', 'udp', 88, [x('0205') + n(30)]),
    ]
