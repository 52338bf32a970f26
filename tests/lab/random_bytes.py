#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random bytes in both directions: nothing in them can be recognised, and nothing should be.

usage: random_bytes.py serve|speak tcp|udp ADDRESS PORT COUNT SEED

Opens COUNT connections (from COUNT ports), one after the other. Who begins differs, and so do the sizes of what is
written. Both ends know by SEED what the other sends. Ends with status 0 when all that was to come has come.
"""
import random
import socket
import sys
import threading

WAIT = 15


def of(address):
    return socket.AF_INET6 if ':' in address else socket.AF_INET


def pieces(seed, n, side):
    """What that side of the N-th connection sends."""
    r = random.Random('%s %s %s' % (seed, n, side))
    return [r.randbytes(r.choice((1, 3, 20, 62, 68, 100, 300, 1000, 1400))) for _ in range(r.randrange(4, 30))]


def read_all(sock, size):
    got = b''
    while len(got) < size:
        more = sock.recv(65536)
        if not more:
            break
        got += more
    return got


def tcp_talk(sock, seed, n, mine, other):
    """In every third connection the client begins, in every third the server, in the others both at once."""
    sock.settimeout(WAIT)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    send, expect = pieces(seed, n, mine), b''.join(pieces(seed, n, other))
    first = (None, 'client', 'server')[n % 3]
    got = b'' if first in (None, mine) else read_all(sock, 1)
    writer = threading.Thread(target=lambda: [sock.sendall(piece) for piece in send])
    writer.start()
    got += read_all(sock, len(expect) - len(got))
    writer.join()
    sock.shutdown(socket.SHUT_WR)
    return got == expect


def tcp_serve(address, port, count, seed):
    right = 0
    with socket.create_server((address, port), family=of(address)) as listener:
        listener.settimeout(WAIT)
        for n in range(count):
            sock, _ = listener.accept()
            with sock:
                right += tcp_talk(sock, seed, n, 'server', 'client')
                sock.recv(1)
    return right


def tcp_speak(address, port, count, seed):
    right = 0
    for n in range(count):
        with socket.create_connection((address, port), timeout=WAIT) as sock:
            right += tcp_talk(sock, seed, n, 'client', 'server')
    return right


def udp_serve(address, port, count, seed):
    """Answers each datagram with the next of its own; the port of the client tells the connection."""
    order, seen, right = {}, {}, 0
    with socket.socket(of(address), socket.SOCK_DGRAM) as sock:
        sock.bind((address, port))
        sock.settimeout(WAIT)
        while right < count:
            data, source = sock.recvfrom(2048)
            n = order.setdefault(source, len(order))
            k = seen[source] = seen.get(source, -1) + 1
            theirs, mine = pieces(seed, n, 'client'), pieces(seed, n, 'server')
            if data != theirs[k]:
                return -1
            sock.sendto(mine[k % len(mine)], source)
            right += k == len(theirs) - 1
    return right


def udp_speak(address, port, count, seed):
    right, open_sockets = 0, []         # left open: no port shall come twice
    for n in range(count):
        mine, theirs = pieces(seed, n, 'client'), pieces(seed, n, 'server')
        sock = socket.socket(of(address), socket.SOCK_DGRAM)
        open_sockets.append(sock)
        sock.settimeout(WAIT)
        sock.connect((address, port))
        good = True
        for k, piece in enumerate(mine):
            sock.send(piece)
            good &= sock.recv(2048) == theirs[k % len(theirs)]
        right += good
    return right


def main():
    role, transport, address, port, count, seed = sys.argv[1:]
    work = {('serve', 'tcp'): tcp_serve, ('speak', 'tcp'): tcp_speak,
            ('serve', 'udp'): udp_serve, ('speak', 'udp'): udp_speak}[(role, transport)]
    right = work(address, int(port), int(count), seed)
    print('%s %s: %d of %s right, seed %s' % (role, transport, right, count, seed))
    sys.exit(0 if right == int(count) else 1)


if __name__ == '__main__':
    main()
