# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions of SMB 2 or 3 that a capture has met in their middle, MS-SMB2 2.2, and what looks like them."""
from alike_lan import page, retrieved, session, smb2_header
from fields import le16, le32, le64, x
from wire import ACK, PSH

CREATE, CLOSE, READ, IOCTL, ECHO, CHANGE_NOTIFY = 5, 6, 8, 11, 13, 15
FILE = x('1122334455667788 99aabbccddeeff00')


def midway(c, client_port, server_port, turns):
    """No handshake, and no end."""
    a, b = c.ends()
    end = {'>': (a, client_port), '<': (b, server_port)}
    sequence = {'>': 70001000, '<': 90005000}
    other = {'>': '<', '<': '>'}

    for way, data in turns:
        c.put_tcp(end[way], end[other[way]], sequence[way], sequence[other[way]], PSH | ACK, data)
        sequence[way] += len(data)
        c.put_tcp(end[other[way]], end[way], sequence[other[way]], sequence[way], ACK)


def answer(command):
    return smb2_header(command)[:16] + le32(1) + smb2_header(command)[20:]


def create(context):
    """Opens a file by the name of two letters."""
    return (smb2_header(CREATE) + le16(57) + bytes(2) + le32(2) + bytes(16) + le32(0x120089) + le32(0) + le32(7) +
            le32(1) + le32(64) + le16(120) + le16(4) + le32(128 if context else 0) + le32(len(context)) +
            b'a\0b\0' + bytes(4) + context)


def lease():
    """Of SMB 2.1: a key of 16 bytes, what is asked for, nothing."""
    return le32(0) + le16(16) + le16(4) + le16(0) + le16(24) + le32(32) + b'RqLs' + bytes(4) + FILE + le32(7) + bytes(12)


def smb_midway(c):
    # An idle client asks whether the server is there; another waits for a folder's changes.
    midway(c, 8501, 445, [('>', session(smb2_header(ECHO) + le16(4) + bytes(2))),
                          ('<', session(answer(ECHO) + le16(4) + bytes(2)))])
    midway(c, 8502, 445, [('>', session(smb2_header(CHANGE_NOTIFY) + le16(32) + bytes(2) + le32(4096) + FILE + le32(23) +
                                        bytes(4)))])
    # A part of a file, which the server sends.
    midway(c, 8503, 445, [('>', session(smb2_header(READ) + le16(49) + bytes(2) + le32(512) + le64(65536) + FILE +
                                        bytes(17))),
                          ('<', session(answer(READ) + le16(17) + x('5000') + le32(512) + bytes(8) + c.noise(512)))])
    # A lease is no older than SMB 2.1: this one may be of any dialect since.
    midway(c, 8504, 445, [('>', session(create(lease()))), ('<', session(answer(CREATE)[:8] + x('340000c0') +
                                                                         answer(CREATE)[12:] + le16(9) + bytes(7)))])
    midway(c, 8505, 8445, [('>', session(smb2_header(CLOSE) + le16(24) + bytes(6) + FILE)),
                           ('<', session(answer(CLOSE) + le16(60) + bytes(58)))])


def smb_midway_lookalike(c):
    # A command that there is not; a frame too short for a header; the letters behind no frame.
    midway(c, 8601, 9445, [('>', session(smb2_header(0x13) + c.noise(36))), ('<', session(smb2_header(0x99) + c.noise(36)))])
    midway(c, 8602, 445, [('>', session(b'\xfeSMB@\0' + c.noise(30))), ('<', session(b'\xfeSMB@\0' + c.noise(12)))])
    retrieved(c, 20, 8603, smb2_header(READ) + c.noise(300))
    midway(c, 8604, 445, [('>', c.noise(120)), ('<', c.noise(1200)), ('>', c.noise(90))])
    page(c, 8605, 80, '/smb', session(smb2_header(ECHO) + le16(4) + bytes(2)), 'text/plain')
    c.udp(8606, 445, [('>', session(smb2_header(ECHO) + le16(4) + bytes(2))), ('<', session(answer(ECHO)))])
