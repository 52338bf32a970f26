#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""retarget.py IN.pcap OUT.pcap NEAR_MAC FAR_MAC PACE: a capture as a router's two sides would send it.

Each IP packet gets an Ethernet header to the gateway's interface of its sender's side (private
addresses: near), without VLAN tags, and ends where its IP header says: tcpreplay would send
Ethernet padding as payload. What is no IP over Ethernet is left out. The times become those of
sending PACE packets a second, with a pause behind the first packet of a TCP connection that has no
SYN: a second one that overtakes it in the queue is a connection of its own to the kernel, and dropped.
A live sender waits for the SYN's answer, and sends again what got lost.
"""
import ipaddress
import struct
import sys

NEAR = [ipaddress.ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]
HEADER = 14
START = 1700000000
PAUSE = 0.05


def ip_of(frame):
    """The IP packet of an Ethernet frame, trimmed; None where there is none."""
    at = HEADER - 2
    kind = frame[at:at + 2]
    while kind in (b"\x81\x00", b"\x88\xa8", b"\x91\x00"):
        at += 4
        kind = frame[at:at + 2]
    ip = frame[at + 2:]
    if kind == b"\x08\x00" and len(ip) >= 20:
        return with_checksum(ip[:struct.unpack(">H", ip[2:4])[0] or len(ip)]), ipaddress.ip_address(ip[12:16])
    if kind == b"\x86\xdd" and len(ip) >= 40:
        return ip[:40 + struct.unpack(">H", ip[4:6])[0]], ipaddress.ip_address(ip[8:24])
    return None


def with_checksum(ip):
    """IPv4 with the header's checksum right: captures of the sender have none, and routers drop that."""
    size = (ip[0] & 15) * 4
    head = bytearray(ip[:size])
    head[10:12] = b"\0\0"
    total = sum(struct.unpack(">%dH" % (size // 2), head))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    head[10:12] = struct.pack(">H", ~total & 0xffff)
    return bytes(head) + ip[size:]


def starts_late(ip, known):
    """Whether this packet is its TCP connection's first and no SYN; KNOWN are the connections so far."""
    at, protocol, ends = (ip[0] & 15) * 4, ip[9], (ip[12:16], ip[16:20])
    if ip[0] >> 4 == 6:
        at, protocol, ends = 40, ip[6], (ip[8:24], ip[24:40])
    if protocol != 6 or len(ip) < at + 14:
        return False
    connection = frozenset(((ends[0], ip[at:at + 2]), (ends[1], ip[at + 2:at + 4])))
    first = connection not in known
    known.add(connection)
    return first and not ip[at + 13] & 2


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def main():
    source, target, near, far = sys.argv[1], sys.argv[2], mac(sys.argv[3]), mac(sys.argv[4])
    data = open(source, "rb").read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    pace = int(sys.argv[5])
    at = 24
    now = START
    known = set()
    with open(target, "wb") as out:
        out.write(data[:24])
        while at + 16 <= len(data):
            kept = struct.unpack(order + "I", data[at + 8:at + 12])[0]
            found = ip_of(data[at + 16:at + 16 + kept])
            at += 16 + kept
            if not found:
                continue
            ip, sender = found
            to = near if any(sender in n for n in NEAR if n.version == sender.version) else far
            frame = to + b"\x02\0\0\0\0\1" + (b"\x08\x00" if sender.version == 4 else b"\x86\xdd") + ip
            out.write(struct.pack(order + "IIII", int(now), int(now % 1 * 1000000), len(frame), len(frame)) + frame)
            now += 1 / pace + (PAUSE if starts_late(ip, known) else 0)


main()
