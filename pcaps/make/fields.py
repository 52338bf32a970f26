# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers, lengths and texts as protocols write them; `plus`: how much more a length counts than what follows it."""
import struct


def x(text):
    return bytes.fromhex(text)


def be16(n):
    return struct.pack('>H', n & 0xffff)


def be32(n):
    return struct.pack('>I', n & 0xffffffff)


def be64(n):
    return struct.pack('>Q', n)


def le16(n):
    return struct.pack('<H', n & 0xffff)


def le32(n):
    return struct.pack('<I', n & 0xffffffff)


def le64(n):
    return struct.pack('<Q', n)


def be16len(data, plus=0):
    return be16(len(data) + plus) + data


def be32len(data, plus=0):
    return be32(len(data) + plus) + data


def le16len(data, plus=0):
    return le16(len(data) + plus) + data


def le32len(data, plus=0):
    return le32(len(data) + plus) + data


def text8(text):
    return bytes([len(text)]) + text.encode()


def padded(data, n):
    return data + bytes(n - len(data))
