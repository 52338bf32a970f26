# SPDX-License-Identifier: GPL-3.0-or-later
"""Currencies: what the nodes of Dogecoin, Zcash and Nano say to each other, and
what shares a port, a magic number, a length or a word with a currency's nodes."""
import hashlib
import json
import struct

from sharing import http_answer, http_request
from tls import client_hello, server_flight, web_socket

MAPPED = bytes(10) + b'\xff\xff'        # before an IPv4 address in 16 bytes


def lines(*texts):
    return ''.join(text + '\n' for text in texts).encode()


def post(path, body, *headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return http_request('POST %s HTTP/1.1' % path, 'Host: 198.51.100.20', 'Content-Length: %d' % len(body),
                        *headers) + body


def answer_json(body):
    return http_answer('200 OK', ['Content-Type: application/json'], json.dumps(body).encode())


# --- Bitcoin's kind: "Protocol documentation" (Bitcoin wiki), BIP 14, 31, 37, 130; what is
#     different is the magic number, the version and the size of a header ---

BITCOIN, LITECOIN, DOGECOIN, ZCASH = (bytes.fromhex(m) for m in ('f9beb4d9', 'fbc0b6db', 'c0c0c0c0', '24e92764'))


def twice(data):
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def message(magic, command, payload=b''):
    return magic + command.encode().ljust(12, b'\0') + struct.pack('<I', len(payload)) + twice(payload)[:4] + payload


def node_address(ip, port, services=1):
    return struct.pack('<Q', services) + MAPPED + bytes(ip) + struct.pack('>H', port)


def version(c, number, agent, them, port, height):
    return (struct.pack('<iQq', number, 1, 1700000000) + node_address(them, port) + node_address((0, 0, 0, 0), 0) +
            c.noise(8) + bytes((len(agent),)) + agent.encode() + struct.pack('<i?', height, True))


def inventory(kind, *hashes):
    return bytes((len(hashes),)) + b''.join(struct.pack('<I', kind) + h for h in hashes)


def addresses(port):
    return b'\3' + b''.join(struct.pack('<I', 1699990000 + i) + node_address((203, 0, 113, i), port)
                           for i in (4, 5, 6))


def chain(c, port, magic, number, agents, header):
    """A node is asked for headers and tells of a transaction; another comes in the middle of its news."""
    def say(command, payload=b''):
        return message(magic, command, payload)

    us, them = (192, 0, 2, 11), (198, 51, 100, 21)
    known, new, nonce = c.noise(32), c.noise(32), c.noise(8)
    locator = struct.pack('<I', number) + b'\1' + known + bytes(32)

    c.tcp(41001, port, [
        ('>', say('version', version(c, number, agents[0], them, port, 4900000))),
        ('<', say('version', version(c, number, agents[1], us, 41001, 4900001))),
        ('<', say('verack')), ('>', say('verack') + say('getaddr')),
        ('>', say('ping', nonce) + say('getheaders', locator)),
        ('<', say('pong', nonce) + say('headers', b'\2' + header + b'\0' + header + b'\0')),
        ('<', say('addr', addresses(port))),
        ('<', say('inv', inventory(1, new))), ('>', say('getdata', inventory(1, new))),
        ('<', say('tx', struct.pack('<i', 1) + b'\1' + known + bytes(4) + b'\x6a' + c.noise(106) + b'\xff' * 4 +
                  b'\1' + struct.pack('<q', 500000000) + b'\x19\x76\xa9\x14' + c.noise(20) + b'\x88\xac' +
                  bytes(4)))])
    # A port of the user's own, and the one who accepts is the one who refuses.
    c.tcp(41002, 18999, [
        ('>', say('version', version(c, number, agents[1], them, 18999, 0))),
        ('<', say('version', version(c, number, agents[0], us, 41002, 4900001)) + say('verack')),
        ('<', say('reject', b'\7version\x11\x08obsolete'))])


def dogecoin(c):
    chain(c, 22556, DOGECOIN, 70015, ('/Shibetoshi:1.14.6/', '/Shibetoshi:1.14.7/'), c.noise(80))


def zcash(c):
    # A header has its Equihash solution behind it.
    header = c.noise(140) + b'\xfd' + struct.pack('<H', 1344) + c.noise(1344)

    chain(c, 8233, ZCASH, 170100, ('/MagicBean:5.7.0/', '/Zebra:1.4.0/'), header)


def block_file(c, client_port, magic):
    """The file of a chain's blocks, over HTTP: magic number, size, block; the head goes out by itself."""
    block = struct.pack('<i', 4) + c.noise(76) + b'\2' + c.noise(900)
    head = http_answer('200 OK', ['Content-Type: application/octet-stream'], b'').replace(
        b'Content-Length: 0', b'Content-Length: %d' % (len(block) + 8))

    c.tcp(client_port, 80, [('>', http_request('GET /snapshot/blk00000.dat HTTP/1.1', 'Host: 198.51.100.20')),
                            ('<', head), ('<', magic + struct.pack('<I', len(block)) + block)])


def misfits(c, client_port, port, magic, other):
    """The magic number, and what no node can say behind it."""
    word = b'version\0\0\0\0\0'

    # No command, a length that nobody allows; the answer's is that of another protocol.
    c.tcp(client_port, port, [('>', magic + b'\1\2\3\4' + c.noise(28)),
                              ('<', magic + b'\0\0\0\1\0\0\0\x10' + c.noise(16))])
    # A word that is none, and its checksum neither.
    c.tcp(client_port + 5, port, [('>', magic + b'deploy'.ljust(12, b'\0') + struct.pack('<I', 40) + b'\1\2\3\4' + c.noise(40)),
                                  ('<', magic + b'done'.ljust(12, b'\0') + bytes(8))])
    # A word behind the word's end; capital letters; a length over 32 megabytes.
    c.tcp(client_port + 1, port, [('>', magic + b'version\0\0\7\0\1' + struct.pack('<I', 100) + c.noise(104)),
                                  ('<', magic + b'VERSION-INFO' + struct.pack('<I', 0x7f000000) + c.noise(40))])
    # The word, but another magic number, by one bit.
    near = bytes((magic[0] ^ 1,)) + magic[1:3] + b'\0'
    c.tcp(client_port + 2, port, [('>', near + word + b'\xff' * 8 + c.noise(90)),
                                  ('<', near + b'error\0\0\0\0\0\0\0' + c.noise(20))])
    # Over UDP, where no chain has nodes, and behind a length.
    c.udp(client_port + 3, port, [('>', struct.pack('>H', 40) + magic + c.noise(36)),
                                  ('<', struct.pack('>H', 24) + magic + c.noise(20))])
    # A log that is sent elsewhere, in hexadecimal.
    c.tcp(client_port + 4, 514, [
        ('>', lines('<13>Jan  1 00:00:00 host node: bad magic %s%s' % (magic.hex(), word.hex()),
                    '<13>Jan  1 00:00:01 host node: peer %s version message dropped' % other)), ('<', b'ok\n')])


def rpc(c, client_port, port, method, result):
    c.tcp(client_port, port, [('>', post('/', {'jsonrpc': '1.0', 'id': 'cli', 'method': method, 'params': []},
                                         'Authorization: Basic dXNlcjpwYXNz')),
                              ('<', answer_json({'result': result, 'error': None, 'id': 'cli'}))])


def bitcoin_lookalike(c):
    misfits(c, 42001, 8333, BITCOIN, '/Satoshi:25.0.0/')
    block_file(c, 42011, BITCOIN)
    rpc(c, 42012, 8332, 'getpeerinfo', [{'addr': '203.0.113.4:8333', 'subver': '/Satoshi:25.0.0/', 'version': 70016}])
    # A wallet asks Electrum's server, not a node.
    c.tcp(42013, 50001, [
        ('>', lines('{"jsonrpc": "2.0", "method": "server.version", "params": ["electrum/4.4", "1.4"], "id": 0}')),
        ('<', lines('{"id":0,"jsonrpc":"2.0","result":["ElectrumX 1.16.0","1.4"]}')),
        ('>', lines('{"jsonrpc": "2.0", "method": "blockchain.headers.subscribe", "params": [], "id": 1}')),
        ('<', lines('{"id":1,"jsonrpc":"2.0","result":{"height":800000,"hex":"%s"}}' % c.noise(80).hex()))])
    # The news of a node over ZeroMQ (ZMTP 3.0, RFC 23).
    greeting = b'\xff' + bytes(8) + b'\x7f\3\0NULL'.ljust(23, b'\0') + bytes(32)
    ready = b'\x04\x19\x05READY\x0bSocket-Type\0\0\0\3%s'
    c.tcp(42014, 28332, [('>', greeting), ('<', greeting), ('>', ready % b'SUB'), ('<', ready % b'PUB'),
                         ('>', b'\0\7\1rawblk'), ('<', b'\1\6rawblk\1\x64' + c.noise(96) + b'\0\4' + bytes(4))])
    # A web server of its own port.
    c.tcp(42015, 8333, [('>', client_hello(c, 'shop.example.com')),
                        ('<', server_flight(c, 'shop.example.com', 'Example CA'))])


def litecoin_lookalike(c):
    misfits(c, 42101, 9333, LITECOIN, '/LitecoinCore:0.21.2/')
    block_file(c, 42111, LITECOIN)
    rpc(c, 42112, 9332, 'getblockchaininfo', {'chain': 'main', 'blocks': 2500000})
    # A file store's master has the port by default.
    c.tcp(42113, 9333, [('>', http_request('GET /dir/assign?count=1 HTTP/1.1', 'Host: 198.51.100.20:9333')),
                        ('<', answer_json({'fid': '3,01637037d6', 'url': '198.51.100.20:8080', 'count': 1}))])
    c.tcp(42114, 9333, [('<', b'SSH-2.0-OpenSSH_9.2\r\n'), ('>', b'SSH-2.0-OpenSSH_9.2\r\n')])


def dogecoin_lookalike(c):
    misfits(c, 42201, 22556, DOGECOIN, '/Shibetoshi:1.14.6/')
    block_file(c, 42211, DOGECOIN)
    rpc(c, 42212, 22555, 'getbestblockhash', c.noise(32).hex())
    # SLIP (RFC 1055) over TCP: its end byte is c0, and an idle line is full of it.
    c.tcp(42213, 22556, [('>', b'\xc0' * 16 + b'\x45\0\0\x1c' + c.noise(24) + b'\xc0'),
                         ('<', b'\xc0' * 5 + b'\x45\0\0\x1c' + c.noise(24) + b'\xc0')])
    # Records whose filler is c0: a word in twelve bytes, a number.
    c.tcp(42215, 22556, [('>', b'\xc0' * 4 + b'config'.ljust(12, b'\0') + struct.pack('<I', 40) + c.noise(40)),
                         ('<', b'\xc0' * 4 + b'done'.ljust(12, b'\0') + struct.pack('<I', 0))])
    # Samples of a sound, nearly silent.
    c.tcp(42214, 5000, [('>', b'\xc0\xc0\xc0\xc0' + b'\xc0\xbf\xc1\xc0' * 80), ('<', b'\xc0' * 160)])


def zcash_lookalike(c):
    misfits(c, 42301, 8233, ZCASH, '/MagicBean:5.7.0/')
    block_file(c, 42311, ZCASH)
    rpc(c, 42312, 8232, 'z_gettotalbalance', {'transparent': '0.00', 'private': '0.00'})
    # A light wallet asks its server with gRPC, not a node: HTTP 2 with prior knowledge.
    c.tcp(42313, 9067, [('>', b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0'),
                        ('<', b'\0\0\0\4\0\0\0\0\0\0\0\0\4\1\0\0\0\0')])
    c.tcp(42314, 8233, [('>', b'$\xe9\'d, said the terminal\r\n'), ('<', b'? $\xe9\'d\r\n')])


# --- Monero: its "levin" begins with 0121010101010101; the wallet's side is HTTP ---

LEVIN = bytes.fromhex('0121010101010101')
STORAGE = bytes.fromhex('011101010101020101')


def monero_lookalike(c):
    # A wallet asks a daemon, in JSON and in the storage that the nodes' messages have too.
    c.tcp(42401, 18081, [('>', post('/json_rpc', {'jsonrpc': '2.0', 'id': '0', 'method': 'get_info'})),
                         ('<', answer_json({'id': '0', 'jsonrpc': '2.0', 'result': {'height': 3000000}}))])
    c.tcp(42402, 18080, [('>', post('/getblocks.bin', STORAGE + b'\4\tblock_ids\x0a\x80' + c.noise(32))),
                         ('<', http_answer('200 OK', ['Content-Type: application/octet-stream'],
                                           STORAGE + b'\4\6blocks\x8c\4' + c.noise(600)))])
    # The storage alone; nearly the eight bytes; all of them, but inside of another's message.
    c.tcp(42403, 18080, [('>', STORAGE + b'\4\6status\x0a\x08OK'), ('<', STORAGE + b'\4\6status\x0a\x08OK')])
    c.tcp(42404, 18080, [('>', LEVIN[:7] + b'\2' + struct.pack('<Q', 226) + b'\1\xe9\3\0\0' + c.noise(40)),
                         ('<', LEVIN[:7] + b'\2' + struct.pack('<Q', 22) + b'\0\xe9\3\0\0' + c.noise(40))])
    c.tcp(42405, 28080, [('>', struct.pack('>I', 33) + LEVIN + bytes(25)), ('<', struct.pack('>I', 2) + b'ok')])
    c.tcp(42406, 18080, [('>', b'\1' * 64), ('<', b'\1\x21' * 32)])
    # Over UDP nobody speaks it.
    c.udp(42407, 18080, [('>', b'\1\x21' + b'\1' * 5 + c.noise(30)), ('<', b'\1\x21' + c.noise(30))])


# --- Nano: nanocurrency/protocol, reference/protocol.ksy; the second handshake is that of version 21 on ---

HANDSHAKE, KEEPALIVE, CONFIRM_REQ, CONFIRM_ACK = 10, 2, 4, 5
NOT_A_BLOCK = 1


def nano_message(kind, body, extensions=0, network='C', versions=(19, 19, 18)):
    return b'R' + network.encode() + bytes(versions) + bytes((kind,)) + struct.pack('<H', extensions) + body


def nano_peers(*peers):
    told = b''.join(MAPPED + bytes((203, 0, 113, last)) + struct.pack('<H', port) for last, port in peers)
    return told.ljust(144, b'\0')


def nano(c):
    cookie, other = c.noise(32), c.noise(32)

    # Both prove who they are: a question, its answer with a question in it, the last answer.
    c.tcp(43001, 7075, [
        ('>', nano_message(HANDSHAKE, cookie, 1)),
        ('<', nano_message(HANDSHAKE, other + c.noise(96), 3)),
        ('>', nano_message(HANDSHAKE, c.noise(96), 2)),
        ('>', nano_message(KEEPALIVE, nano_peers((4, 7075), (5, 7075), (6, 54000)))),
        ('<', nano_message(CONFIRM_REQ, c.noise(64), NOT_A_BLOCK << 8 | 1 << 12)),
        ('>', nano_message(CONFIRM_ACK, c.noise(104 + 32), NOT_A_BLOCK << 8 | 1 << 12))])
    # The beta network on a port of its own; the accepting side asks no more than it is asked.
    c.tcp(43002, 54000, [('>', nano_message(HANDSHAKE, c.noise(32), 1, 'B', (20, 20, 18))),
                         ('<', nano_message(HANDSHAKE, c.noise(128), 3, 'B', (20, 20, 18))),
                         ('>', nano_message(HANDSHAKE, c.noise(96), 2, 'B', (20, 20, 18)))])
    # Before version 18 the nodes spoke over UDP.
    c.udp(7075, 7075, [('>', nano_message(KEEPALIVE, nano_peers((4, 7075)), 0, 'C', (16, 16, 13))),
                       ('<', nano_message(KEEPALIVE, nano_peers((5, 7075), (9, 7075)), 0, 'C', (16, 16, 13)))])


def nano_lookalike(c):
    # A wallet asks its node.
    c.tcp(43101, 7076, [('>', post('/', {'action': 'block_count'})),
                        ('<', answer_json({'count': '180000000', 'unchecked': '7'}))])
    # Text that begins with the two letters.
    c.tcp(43102, 7075, [('>', b'RCPT TO:<someone@example.com>\r\n'), ('<', b'RC 250 accepted\r\n')])
    c.tcp(43103, 7075, [('>', b'RC\5\5\5\n' + b'remote control\r\n'), ('<', b'RC\5\5\5\nlamp is on\r\n')])
    # Versions in the wrong order; no such type; a length that the type cannot have.
    c.tcp(43104, 7075, [('>', nano_message(HANDSHAKE, c.noise(32), 1, 'C', (18, 19, 20))),
                        ('<', nano_message(HANDSHAKE, c.noise(128), 3, 'C', (18, 19, 20)))])
    c.tcp(43105, 7075, [('>', nano_message(0x7a, c.noise(32), 1)), ('<', nano_message(0x7b, c.noise(20)))])
    c.tcp(43106, 7075, [('>', nano_message(HANDSHAKE, c.noise(17), 1)),
                        ('<', nano_message(HANDSHAKE, c.noise(9), 2))])
    c.udp(43107, 7075, [('>', nano_message(KEEPALIVE, c.noise(30))), ('<', nano_message(KEEPALIVE, c.noise(31)))])
    # RIFF of another order, and a network that there is not.
    c.udp(43108, 7075, [('>', nano_message(KEEPALIVE, nano_peers((4, 7075)), 0, 'Z')), ('<', b'RIFX' + c.noise(60))])


# --- Ethereum: devp2p's discv4.md, discv5-wire.md, rlpx.md; everything but the proof is as there ---

def rlp(item):
    if isinstance(item, list):
        body, base = b''.join(rlp(i) for i in item), 0xc0
    elif len(item) == 1 and item[0] < 0x80:
        return item
    else:
        body, base = item, 0x80
    if len(body) < 56:
        return bytes((base + len(body),)) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, 'big')
    return bytes((base + 55 + len(size),)) + size + body


def ethereum_lookalike(c):
    def endpoint(last):
        return [bytes((203, 0, 113, last)), b'\x76\x5f', b'\x76\x5f']

    # Discovery's layout, lengths and list to the last byte, and a hash of nothing.
    ping = b'\1' + rlp([b'\4', endpoint(4), endpoint(5), struct.pack('>I', 1700000000)])
    pong = b'\2' + rlp([endpoint(4), c.noise(32), struct.pack('>I', 1700000000)])
    c.udp(44001, 30303, [('>', c.noise(96) + b'\0' + ping), ('<', c.noise(96) + b'\1' + pong)])
    c.udp(44002, 30303, [('>', c.noise(130)), ('<', c.noise(147)), ('>', c.noise(171)), ('<', c.noise(1050))])
    # Noise, of a game, say, in nearly the lengths of discovery 5: its greeting, challenge and handshake.
    # (In all of its lengths, noise is discovery 5: there is nothing else to see of it.)
    c.udp(44003, 9000, [('>', c.noise(91)), ('<', c.noise(63)), ('>', c.noise(120)), ('<', c.noise(119)),
                        ('>', c.noise(95))])
    c.udp(44004, 30303, [('>', c.noise(87)), ('<', c.noise(63)), ('>', c.noise(190)), ('<', c.noise(91))])
    c.udp(44010, 9000, [('>', c.noise(115)), ('<', c.noise(64)), ('>', c.noise(305)), ('<', c.noise(91))])
    c.udp(44011, 9000, [('>', c.noise(63)), ('<', c.noise(91)), ('>', c.noise(63)), ('<', c.noise(305))])
    # A length, a 4 and noise, as RLPx begins; what follows is no point of the curve.
    c.tcp(44005, 30303, [('>', struct.pack('>H', 380) + b'\4' + c.noise(379)),
                         ('<', struct.pack('>H', 300) + b'\4' + c.noise(299))])
    c.tcp(44006, 5222, [('>', struct.pack('>H', 200) + b'\4' + c.noise(199)),
                        ('<', struct.pack('>H', 180) + b'\4' + c.noise(179))])
    # DNS over TCP whose number begins with 4, and the answer is long.
    question = b'\7example\3com\0\0\x10\0\1'
    text = b'\xc0\x0c\0\x10\0\1\0\0\0\x3c\0\xfa\xf9' + c.noise(124).hex()[:249].encode()
    asked = b'\4\xd2\1\0\0\1\0\0\0\0\0\0' + question
    told = b'\4\xd2\x81\x80\0\1\0\1\0\0\0\0' + question + text
    c.tcp(44007, 53, [('>', struct.pack('>H', len(asked)) + asked), ('<', struct.pack('>H', len(told)) + told)])
    # Wallets: a node's API over HTTP, and over WebSocket.
    call = {'jsonrpc': '2.0', 'id': 1, 'method': 'eth_blockNumber', 'params': []}
    c.tcp(44008, 8545, [('>', post('/', call, 'Content-Type: application/json')),
                        ('<', answer_json({'jsonrpc': '2.0', 'id': 1, 'result': '0x10d4f'}))])
    c.tcp(44009, 8546, web_socket('/', '198.51.100.20:8546') +
          [('<', b'\x81\x25{"jsonrpc":"2.0","id":1,"result":"0x"}')])


# --- Stratum: JSON, a line each; so is much else ---

def language_server(body):
    body = json.dumps(body).encode()
    return b'Content-Length: %d\r\n\r\n' % len(body) + body


def stratum_lookalike(c):
    # Electrum's protocol, once called Stratum too: a wallet's questions, of its first years and of now.
    c.tcp(45001, 50001, [('>', lines('{"id": 1, "method": "server.version", "params": ["2.9", "0.10"]}')),
                         ('<', lines('{"id": 1, "result": "ElectrumX 1.2"}')),
                         ('>', lines('{"id": 2, "method": "blockchain.address.subscribe", "params": ["an address"]}')),
                         ('<', lines('{"id": 2, "result": null}'))])
    # A language server; the text that is edited is about mining.
    text = 'send({"id": 1, "method": "mining.subscribe", "params": []})'
    c.tcp(45002, 3333, [
        ('>', language_server({'jsonrpc': '2.0', 'id': 1, 'method': 'initialize',
                               'params': {'rootUri': 'file:///mining.subscribe'}})),
        ('<', language_server({'jsonrpc': '2.0', 'id': 1, 'result': {'capabilities': {}}})),
        ('>', language_server({'jsonrpc': '2.0', 'method': 'textDocument/didOpen', 'params': {
            'textDocument': {'uri': 'file:///pool.py', 'text': text}}}))])
    # A wallet and its node.
    c.tcp(45003, 8545, [('>', post('/', {'jsonrpc': '2.0', 'id': 1, 'method': 'eth_getWork', 'params': []})),
                        ('<', answer_json({'jsonrpc': '2.0', 'id': 1, 'error': {
                            'code': -32601, 'message': 'no eth_submitLogin, mining.authorize here'}}))])
    # Lines of a log, with the words in their values.
    c.tcp(45004, 5044, [('>', lines('{"id":7,"level":"warn","message":"pool answered mining.notify","method":"GET"}',
                                    '{"id":8,"level":"info","message":"\\"method\\":\\"mining.subscribe\\" seen"}')),
                        ('<', lines('{"id":8,"result":true}'))])
    # And with the method where it belongs: what a pool counts of its own calls.
    c.tcp(45010, 5044, [('>', lines('{"time":1,"call":{"method":"mining.submit","ms":3}}',
                                    '{"time":2,"call":{"method":"mining.subscribe","ms":1}}')),
                        ('<', lines('{"stored":2}'))])
    # A mine has lorries, and a program for them.
    c.tcp(45005, 4444, [('>', lines('{"id":1,"method":"mining.trucks.list","params":["pit 4"]}')),
                        ('<', lines('{"id":1,"result":[["truck 1","loaded"],["truck 2","empty"]],"error":null}'))])
    # People and printers log in too.
    c.tcp(45006, 5555, [('>', lines('{"id":1,"method":"login","params":{"user":"alice","pass":"x"}}')),
                        ('<', lines('{"id":1,"result":{"status":"OK","session":"72"}}')),
                        ('>', lines('{"id":2,"method":"job","params":{"printer":"hall","pages":3}}')),
                        ('<', lines('{"id":2,"result":{"status":"KEEPALIVED"}}'))])
    c.tcp(45011, 7000, [('>', lines('{"id":1,"method":"login","params":{"login":"hall","pass":"x","agent":"Mozilla/5.0"}}')),
                        ('<', lines('{"id":1,"result":{"job":"welcome","blob":null,"target":"screen"}}'))])
    # What a builder of programs is told to do.
    c.tcp(45012, 8010, [('>', lines('{"job":{"name":"build"},"job_id":"7","blob":"06aa","target":"x86_64"}')),
                        ('<', lines('{"job_id":"7","result":"queued"}'))])
    c.tcp(45007, 7777, [('>', lines('{"jsonrpc":"2.0","id":4,"method":"Session.login",'
                                    '"params":{"agent":"4711","extension":"21"}}')),
                        ('<', lines('{"jsonrpc":"2.0","id":4,"result":{"target":"queue","blob":false}}'))])
    # A node's own API about its mining, over HTTP, and a page about the protocol.
    rpc(c, 45008, 8332, 'getmininginfo', {'blocks': 800000, 'networkhashps': 4.0e20})
    page = (b'<pre>{"id": 1, "method": "mining.subscribe", "params": []}\n'
            b'{"id": 2, "method": "mining.authorize"}</pre>')
    c.tcp(45009, 3333, [('>', http_request('GET /wiki/stratum HTTP/1.1', 'Host: 198.51.100.20:3333')),
                        ('<', http_answer('200 OK', ['Content-Type: text/html'], page))])
