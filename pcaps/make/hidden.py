# SPDX-License-Identifier: GPL-3.0-or-later
"""
A program that hides: datagrams that are random from their first byte, between one host and others in many networks, each
with a port of its own, as short as I2P's routers begin. And other programs with the same datagrams.
"""
SIZES = (72, 64, 104, 160, 88, 200, 80, 96, 72, 120, 64, 88)


def meet(c, host, n, port, networks=99, far=1):
    """Flows of `host` with `n` others, in turn in that many networks; `far`: how much higher the next one's port is."""
    for i in range(n):
        c.ends = lambda i=i: ('192.0.2.%d' % host, '%d.%d.7.%d' % (20 + i % networks, 40 + i % networks, 1 + i))
        c.flows += 1
        c.udp(17000 + host, port + far * i, [('><'[k % 2], c.noise(size)) for k, size in enumerate(SIZES)])


def hidden_p2p(c):
    meet(c, 11, 20, 9151, far=1117)


def hidden_p2p_lookalike(c):
    meet(c, 21, 20, 27015, far=0)                   # one port: a game's servers, a VPN's mesh
    meet(c, 22, 20, 9151, networks=7, far=1117)     # few networks
    meet(c, 23, 20, 40000, networks=1, far=7)       # one network: calls over a provider's relays
    meet(c, 24, 20, 443, far=13)                    # low ports
    for host in range(31, 51):                      # as many, and each of another host
        meet(c, host, 1, 9151 + 1117 * (host - 31))
