# SPDX-License-Identifier: GPL-3.0-or-later
"""What is no Windows share: its four letters elsewhere, its frames without them, its names as others write them."""
import struct

from alike_sharing import page
from sharing import http_answer, http_request, web_page


def session(body, length=None):
    """The frame that SMB is in, RFC 1002 4.3.1: type 0, length."""
    return struct.pack('>I', len(body) if length is None else length) + body


def retrieved(c, client_port, server_port, content):
    """An FTP server in active mode: it opens the connection and sends the file."""
    c.tcp(client_port, server_port, [('>', content)])


def smb1_header(command):
    return b'\xffSMB' + bytes((command,)) + bytes(4) + b'\x18\x53\xc8' + bytes(20)


def smb2_header(command, size=64):
    return b'\xfeSMB' + struct.pack('<HHIHHIIQIIQ', size, 0, 0, command, 1, 0, 0, 1, 0, 0, 0) + bytes(16)


def capture_of(payload):
    """A file that tcpdump wrote, with one packet of it."""
    frame = bytes(54) + payload
    return struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1) + \
        struct.pack('<IIII', 1072915200, 0, len(frame), len(frame)) + frame


def smb1_lookalike(c):
    negotiate = smb1_header(0x72) + b'\0\x0c\0\2NT LM 0.12\0'

    # Of a file: the four letters first, and a capture that has them in it.
    retrieved(c, 20, 8101, b'\xffSMB FILES, A TABLE OF WHAT BEGINS HOW\n' + c.noise(200))
    retrieved(c, 20, 8102, capture_of(session(negotiate)))
    # The frame and its length, and something else in it.
    c.tcp(8103, 445, [('>', session(c.noise(60))), ('<', session(c.noise(90))), ('>', session(c.noise(33)))])
    c.tcp(8104, 445, [('>', session(b'SMB\xffr' + bytes(27))), ('<', session(b'\0SMB ok'))])
    # Letters where they belong, and no room for a header behind them.
    c.tcp(8105, 445, [('>', session(b'\xffSMB')), ('<', session(b'\xffSMBS ARE WELCOME')), ('>', session(b'\xffSMBALL'))])
    web_page(c, 8106, 445, '/smb1')
    page(c, 8107, 80, '/dump', b'<pre>' + session(negotiate) + b'</pre>')
    c.udp(8108, 445, [('>', session(negotiate)), ('<', session(smb1_header(0x72)))])


def smb2_lookalike(c):
    retrieved(c, 20, 8201, b'\xfeSMB' + c.noise(300))
    retrieved(c, 20, 8202, capture_of(session(smb2_header(0) + c.noise(36))))
    # A header of a size that it never has, a length that is of no frame.
    c.tcp(8203, 445, [('>', session(smb2_header(0, 63) + c.noise(36))), ('<', session(smb2_header(0, 65) + c.noise(64)))])
    c.tcp(8204, 8445, [('>', b'\xfeSMB' + bytes(60)), ('<', b'\xfeSMB' + bytes(60))])
    c.tcp(8205, 445, [('>', session(b'\xfeSMA@\0' + c.noise(58))), ('<', session(b'\xfeSMC@\0' + c.noise(58)))])
    c.tcp(8206, 445, [('>', b'SSH-2.0-OpenSSH_9.2\r\n'), ('<', b'SSH-2.0-OpenSSH_9.2\r\n'), ('>', c.noise(700)),
                      ('<', c.noise(600))])
    page(c, 8207, 80, '/SMB2', b'0000: 00 00 00 6c fe 53 4d 42 40 00\n' + session(smb2_header(1)), 'text/plain')
    c.udp(8208, 445, [('>', session(smb2_header(0) + c.noise(36))), ('<', c.noise(64))])


def smb3_lookalike(c):
    # The letters of enciphered and of packed messages, in frames that are too short for either.
    c.tcp(8301, 445, [('>', session(b'\xfdSMB' + c.noise(7))), ('<', session(b'\xfdSMB' + c.noise(11)))])
    c.tcp(8302, 445, [('>', session(b'\xfcSMB')), ('<', session(b'\xfcSMB\0\0')), ('>', session(b'\xfcSMB' + c.noise(3)))])
    # Long enough; but the size of what is in it is not what is there.
    c.tcp(8303, 9445, [('>', session(b'\xfdSMB' + c.noise(16) + c.noise(16) + struct.pack('<IHHQ', 1 << 31, 7, 99, 5) +
                                     c.noise(40))), ('<', session(c.noise(52)))])
    retrieved(c, 20, 8304, b'\xfdSMB' + c.noise(400))
    page(c, 8305, 80, '/smb3', b'\xfdSMB' + c.noise(80))
    body = b'{"dialects":["0x0300","0x0302","0x0311"]}'
    c.tcp(8306, 445, [('>', http_request('POST /SMB3 HTTP/1.1', 'Host: 198.51.100.20',
                                         'Content-Length: %d' % len(body)) + body),
                      ('<', http_answer('204 No Content', [], b''))])
    c.tcp(8307, 445, [('>', c.noise(108)), ('<', c.noise(240)), ('>', c.noise(162))])


# --- NetBIOS: names of 32 letters, its ports ---

def name(*labels):
    return b''.join(bytes((len(label),)) + label.encode() for label in labels) + b'\0'


def dns(number, flags, *sections):
    """A question, and answers behind it."""
    return struct.pack('>HHHHHH', number, flags, 1, len(sections) - 1, 0, 0) + b''.join(sections)


def netbios_lookalike(c):
    letters = 'EBCDGHIJKLMNOPABCDEFGHIJKLMNOPAB'[:31]
    ask = name('www', 'example', 'com') + b'\0\1\0\1'
    address = b'\xc0\x0c\0\1\0\1' + struct.pack('>IH', 60, 4) + bytes((203, 0, 113, 7))

    # A resolver on port 137; a service's record, whose type is the number of NetBIOS' status.
    c.udp(8401, 137, [('>', dns(7, 0x0100, ask)), ('<', dns(7, 0x8180, ask, address))])
    service = name('_ldap', '_tcp', 'example', 'com') + b'\0\x21\0\1'
    c.udp(8402, 53, [('>', dns(8, 0x0100, service)), ('<', dns(8, 0x8183, service))])
    # Hosts of a network that names them by letters, of which NetBIOS too is made.
    for port, host in ((8403, letters), (8404, letters + 'Z'), (8405, letters + 'A')):
        host = name(host, 'mesh', 'example') + b'\0\1\0\1'
        c.udp(port, 53, [('>', dns(port, 0x0100, host)), ('<', dns(port, 0x8180, host, address))])
    c.udp(8406, 137, [('>', c.noise(50)), ('<', c.noise(62))])
    c.udp(8407, 138, [('>', b'\x11\2' + c.noise(4) + bytes((192, 0, 2, 7)) + struct.pack('>HHH', 138, 900, 0) + c.noise(150)),
                      ('<', b'\x10\2' + c.noise(80))])
    # A session is asked for by the first byte and the length, but between no names; and nothing but lengths.
    c.tcp(8408, 139, [('>', b'\x81\0\0\x44' + c.noise(68)), ('<', b'\x83\0\0\1' + c.noise(1))])
    c.tcp(8409, 139, [('>', session(c.noise(20))), ('<', session(c.noise(41)))])
    c.tcp(8410, 139, [('>', b'\x85\0\0\0'), ('<', b'\x85\1\2\3\r\n')])
    web_page(c, 8411, 139, '/')
