# SPDX-License-Identifier: GPL-3.0-or-later
"""What has nothing to do with peer-to-peer, at work: see innocent.py. Screens elsewhere, data, plants."""
from fields import be16, be16len, be32, be32len, be64, le16, le16len, le32, le32len, padded, text8, x


# --- work at a distance ---

def remote(n):
    return [
        ('ssh', 'tcp', 22, [b'SSH-2.0-OpenSSH_9.2\r\n', b'SSH-2.0-OpenSSH_9.2\r\n' + be32len(b'\x06\x14' + n(16) +
            n(300) + bytes(6))]),
        ('ssh midway', 'tcp', 2222, [n(36), n(52), n(36), n(1400)]),
        ('vnc', 'tcp', 5901, [None, b'RFB 003.008\n', b'RFB 003.008\n', b'\2\1\2', b'\2', n(16), n(16), be32(0),
            b'\1']),
        ('vnc midway', 'tcp', 5902, [x('0300') + be16(0) * 2 + be16(1024) + be16(768), x('00000001') + be16(0) * 2 +
            be16(64) * 2 + be32(0) + n(900), x('0500') + be16(10) * 2, x('0401000000000061')]),
        ('rdp', 'tcp', 3389, [x('0300002b26e00000000000') + b'Cookie: mstshash=joe\r\n'[:24] + x('0100080003000000'),
            x('030000130ed000001234000209080002000000')]),
        ('rdp udp', 'udp', 3389, [padded(x('ffffffff') + be16(64) + x('1001') + n(4) + be16(1232) * 2 + n(16), 1232),
            padded(n(4) + be16(64) + x('1005') + n(4) + be16(1232) * 2, 1232), n(4) + be16(64) + x('0004') + n(300)]),
        ('telnet', 'tcp', 23, [None, x('fffd18fffd20fffd23fffd27'), x('fffb18fffb20fffc23fffb27'), b'login: ']),
        ('rlogin', 'tcp', 513, [b'\0joe\0joe\0xterm/38400\0', b'\0Password: ', b'secret\r']),
        ('rsh', 'tcp', 514, [b'1021\0', b'\0', b'joe\0joe\0ls -l\0', b'total 0\n']),
        ('x11', 'tcp', 6000, [b'l\0' + le16(11) + le16(0) + le16(18) + le16(16) + le16(0) +
            b'MIT-MAGIC-COOKIE-1\0\0' + n(16), b'\1\0' + le16(11) + le16(0) + le16(60) + n(240)]),
        ('ica', 'tcp', 1494, [None, x('7f7f49434100') * 2, x('7f7f49434100'), x('0200') + n(40)]),
        ('ica cgp', 'tcp', 2598, [x('1a') + b'CGP/01' + x('00000001') + n(20), x('1a') + b'CGP/01' + n(30)]),
        ('teamviewer', 'tcp', 5938, [x('17241b') + le16(4) + n(4), x('172411') + le16(4) + n(4), x('113000') + n(1) +
            be16(60) + n(60)]),
        ('teamviewer udp', 'udp', 5938, [x('00') + n(2) + bytes(8) + x('1724') + n(40), x('00') + n(2) + bytes(8) +
            x('1724') + n(40)]),
        ('anydesk', 'tcp', 7070, [x('160303') + be16len(x('010000') + bytes([96]) + x('0303') + n(32) + b'\0' +
            x('0004c02cc030') + x('0100') + be16len(n(53))), x('160303') + be16len(x('0200002e0303') + n(32) + b'\0' +
            x('c03000') + be16len(n(6)))]),
        ('rustdesk', 'udp', 21116, [x('320a0a09') + b'123456789' + x('1001'), x('3a020801'), x('6a0c0a08') + n(8) +
            x('1001')]),
        ('rustdesk tcp', 'tcp', 21117, [bytes([31 << 2 & 0xff]) + x('9a011c0a0931') + n(25), bytes([12 << 2]) +
            n(12)]),
        ('spice', 'tcp', 5900, [b'REDQ' + le32(2) * 2 + le32(26) + le32(0) + b'\1\0' + le32(1) + le32(1) + le32(18) +
            le32(9) + le32(1), b'REDQ' + le32(2) * 2 + le32(186) + le32(0) + n(162) + le32(1) * 2 + le32(178)]),
        ('pcoip', 'udp', 4172, [x('0001') + n(50), x('0001') + n(50), n(200), n(900)]),
        ('radmin', 'tcp', 4899, [x('01000000010000000808'), x('01000000250000021212080200000a00000000000000') +
            bytes(20), x('0100000005000002') + n(9)]),
        ('dameware', 'tcp', 6129, [None, x('3011000000000000') + n(32), x('3011000000000000') + n(32)]),
        ('pcanywhere', 'udp', 5632, [b'NQ', b'NR' + b'A_HOST__________' + b'AHM_3___\0' + bytes(5)]),
        ('ipmi', 'udp', 623, [x('0600ff07') + x('00') + bytes(8) + x('09') + x('20188081') + x('388e04') + x('b5'),
            x('0600ff07') + bytes(9) + x('10') + x('81') + x('1c63') + x('2081') + n(10)]),
        ('nx', 'tcp', 4000, [b'NXPROXY-3.5.0-3.5.0 cookie=' + b'0123456789abcdef0123456789abcdef,link=adsl ',
            b'NXPROXY-3.5.0-3.5.0 cache=8192k ']),
        ('vmware console', 'tcp', 902, [None,
            b'220 VMware Authentication Daemon Version 1.10: SSL Required, ServerDaemonProtocol:SOAP, MKSDisplayProtocol:VNC , ,\r\n',
            b'USER joe\r\n']),
        ('jdwp', 'tcp', 5005, [b'JDWP-Handshake', b'JDWP-Handshake', be32(11) + be32(1) + x('000101'), be32(19) +
            be32(1) + x('800000') + be32len(b'Java')]),
        ('adb', 'tcp', 5555, [b'CNXN' + le32(0x01000001) + le32(0x100000) + le32(7) + n(4) + le32(0xb1a7b1bc) +
            b'host::\0', b'AUTH' + le32(1) + le32(0) + le32(20) + n(4) + le32(0xb7abaabe) + n(20)]),
        ('qmp', 'tcp', 4444, [None,
            b'{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}}, "capabilities": ["oob"]}}\r\n',
            b'{"execute": "qmp_capabilities"}\n', b'{"return": {}}\r\n']),
        ('libvirt', 'tcp', 16509, [be32(28) + be32(0x20008086) + be32(1) + be32(66) + be32(0) + be32(1) + be32(0),
            be32(28) + be32(0x20008086) + be32(1) + be32(66) + be32(1) + be32(1) + be32(0)]),
        ('lpd', 'tcp', 515, [b'\2queue\n', b'\0', b'\0022 cfA001host\n', b'\0']),
        ('jetdirect', 'tcp', 9100, [b'\x1b%-12345X@PJL INFO STATUS\r\n', b'@PJL INFO STATUS\r\nCODE=10001\r\n\x0c']),
        ('sane', 'tcp', 6566, [be32(0) + be32(0x01000003) + be32len(b'joe\0'), be32(0) + be32(0x01000003), be32(1),
            be32(0) + be32(1) + be32(0)]),
        ('bjnp', 'udp', 8611, [b'BJNP' + x('0101') + be16(0) + be16(1) + be16(0) + be32(0), b'BJNP' + x('8101') +
            be16(0) + be16(1) + be16(0) + be32len(n(16))]),
        ('epson', 'udp', 3289, [b'EPSONP' + x('00ff') + bytes(6), b'EPSONp' + x('00ff') + bytes(5) + n(60)]),
        ('z39.50', 'tcp', 210, [x('b4') + bytes([26]) + x('8302') + x('05e0') + x('8403') + x('00e9a2') + x('8504') +
            be32(65536) + x('8604') + be32(65536) + x('8d01ff')[:1], x('b5') + bytes([20]) + x('8302') + x('05e0') +
            x('8403') + x('00e9a2') + x('85') + n(8)]),
    ]


# --- data ---

def data(n):
    doc = le32(21) + b'\x01ok\0' + n(8) + b'\x10a\0' + le32(1) + b'\0'
    return [
        ('mysql', 'tcp', 3306, [None, x('4a00000a') + b'8.0.33\0' + le32(12) + n(8) + b'\0' + n(48),
            x('200000018da20a00') + bytes(28), x('0700000200000002000000'), x('0f00000003') + b'show databases',
            x('0100000101')]),
        ('pgsql', 'tcp', 5432, [x('0000000804d2162f'), b'N', be32len(x('00030000') + b'user\0joe\0database\0db\0\0',
            4), b'R' + be32(12) + be32(5) + n(4)]),
        ('pgsql midway', 'tcp', 5433, [b'Q' + be32len(b'select 1;\0', 4), b'T' + be32len(be16(1) + b'?column?\0' +
            bytes(18), 4) + b'D' + be32len(x('00010000000131'), 4)]),
        ('redis', 'tcp', 6379, [b'*1\r\n$4\r\nPING\r\n', b'+PONG\r\n', b'*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n',
            b'$-1\r\n']),
        ('redis cluster', 'tcp', 16379, [b'RCmb' + be32(2256) + be16(1) + be16(6379) + be16(0) + be16(0) + n(500),
            b'RCmb' + be32(2256) + be16(1) + be16(6379) + be16(1) + n(500)]),
        ('mongodb', 'tcp', 27017, [le32(41) + le32(1) + le32(0) + le32(2013) + le32(0) + b'\0' + doc[:20], le32(41) +
            le32(9) + le32(1) + le32(2013) + le32(0) + b'\0' + doc[:20]]),
        ('mongodb of old', 'tcp', 27018, [le32(58) + le32(1) + le32(0) + le32(2004) + le32(0) + b'admin.$cmd\0' +
            le32(0) + le32(0xffffffff) + n(19), le32(70) + le32(2) + le32(1) + le32(1) + n(54)]),
        ('cassandra', 'tcp', 9042, [x('0400000005') + be32(0), x('8400000006') + be32len(be16(1) +
            b'\0\x0bCQL_VERSION' + be16(1) + b'\0\5' + b'3.4.4'), x('0400000101') + be32len(be16(1) + n(20))]),
        ('memcached binary', 'tcp', 11211, [x('8000000300000000') + be32(3) + bytes(12) + b'key',
            x('8100000004000000') + be32(7) + bytes(12) + be32(0) + b'abc']),
        ('memcached udp', 'udp', 11211, [x('0001000000010000') + b'get key\r\n', x('0001000000010000') +
            b'VALUE key 0 3\r\nabc\r\nEND\r\n']),
        ('kafka', 'tcp', 9092, [be32len(be16(18) + be16(0) + be32(1) + be16len(b'client')), be32len(be32(1) +
            be16(0) + be32(2) + n(12)), be32len(be16(3) + be16(1) + be32(2) + be16len(b'client') + be32(0))]),
        ('amqp', 'tcp', 5672, [b'AMQP\0\0\x09\1', b'\1\0\0' + be32len(be16(10) * 2 + x('0009') + be32len(n(60))) +
            b'\xce', b'\1\0\0' + be32len(be16(10) + be16(11) + n(50)) + b'\xce']),
        ('mqtt', 'tcp', 1883, [b'\x10\x12\0\4MQTT\4\2\0\x3c\0\6client', b'\x20\2\0\0', b'\x82\x08\0\1\0\3a/b\0',
            b'\x90\3\0\1\0']),
        ('mqtt-sn', 'udp', 1884, [b'\x0a\4\4\1\0\x3c' + b'dev1', b'\3\5\0', b'\x09\x0a\0\0\0\1' + b'a/b',
            b'\7\x0b\0\1\0\1\0']),
        ('coap', 'udp', 5683, [x('44010001') + n(4) + b'\xbb.well-known\4core', x('64450001') + n(4) +
            b'\xc1\x28\xff</a>;ct=0']),
        ('rtps', 'udp', 7400, [b'RTPS\2\2' + x('010f') + n(12) + x('0901') + le16(8) + n(8) + x('1505') + le16(60) +
            n(60)]),
        ('nats', 'tcp', 4222, [None, b'INFO {"server_id":"A","version":"2.9"} \r\n',
            b'CONNECT {"verbose":false}\r\nPING\r\n', b'PONG\r\n']),
        ('zmtp', 'tcp', 5556, [x('ff00000000000000017f'), x('ff00000000000000017f0300') + b'NULL' + bytes(48),
            x('0300') + b'NULL' + bytes(48), x('0419') + b'\5READY' + n(19), x('0419') + b'\5READY' + n(19),
            x('0005') + b'hello']),
        ('oracle', 'tcp', 1521, [be16(74 + 60) + bytes(2) + b'\1\0\0\0' + x('013601 2c0000 0800 7fff'.replace(' ',
            '')) + n(48) + b'(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=db))(ADDRESS=))....', x('000800000b000000'),
            be16(40) + bytes(2) + b'\6\0\0\0' + n(32)]),
        ('tds', 'tcp', 1433, [x('1201002f00000100') +
            x('00001a000601002000010200210001030022000404002600 01ff'.replace(' ', '')) + n(12),
            x('0401002500000100') + x('0000150006010 01b000102001c000103001d0000ff'.replace(' ', '')) + n(8)]),
        ('sybase', 'tcp', 5000, [x('0200020000000000') + padded(b'host', 30) + b'\4' + padded(b'user', 30) + b'\4' +
            n(400), x('0401005000000000') + b'\xad' + n(70)]),
        ('db2', 'tcp', 50000, [x('0026d041000100201041') + n(28), x('0026d043000100201443') + n(28)]),
        ('couchbase', 'tcp', 11210, [x('801f000000000000') + bytes(4) + be32(1) + bytes(8) + b'hello',
            x('811f000000000000') + bytes(4) + be32(1) + bytes(8)]),
        ('elasticsearch', 'tcp', 9300, [b'ES' + be32(60) + be64(1) + b'\x08' + be32(8000099) + n(47), b'ES' +
            be32(40) + be64(1) + b'\x09' + be32(8000099) + n(27)]),
        ('ceph', 'tcp', 6789, [None, b'ceph v027' + bytes(4) + be16(2) + be16(6789) + n(130), b'ceph v027' + n(136) +
            le32(1)]),
        ('ceph 2', 'tcp', 3300, [b'ceph v2\n' + le16(16) + n(16), b'ceph v2\n' + le16(16) + n(16), b'\1' + b'\1' +
            n(30) + n(60)]),
        ('iscsi', 'tcp', 3260, [x('43870000') + be32(60) + n(40) +
            padded(b'InitiatorName=iqn.1993-08.org.example:01\0SessionType=Normal\0', 60), x('23870000') + be32(0) +
            n(40)]),
        ('isns', 'tcp', 3205, [x('00010001') + be16(24) + x('8c00') + be16(1) + be16(0) + n(24), x('00018001') +
            be16(24) + x('4c00') + be16(1) + be16(0) + n(24)]),
        ('nfs', 'tcp', 2049, [be32(0x80000028) + n(4) + be32(0) + be32(2) + be32(100003) + be32(3) + be32(0) +
            be32(0) * 4, be32(0x80000018) + n(4) + be32(1) + be32(0) * 4]),
        ('nfs udp', 'udp', 2049, [be32(2) + be32(0) + be32(2) + be32(100003) + be32(3) + be32(1) + be32(1) +
            be32len(n(28)) + be32(0) * 2 + be32len(n(32)), be32(2) + be32(1) + be32(0) * 4 + n(88)]),
        ('portmap', 'udp', 111, [be32(0x11223344) + be32(0) + be32(2) + be32(100000) + be32(2) + be32(3) +
            be32(0) * 4 + be32(100003) + be32(3) + be32(17) + be32(0), be32(0x11223344) + be32(1) + be32(0) * 4 +
            be32(2049)]),
        ('afp', 'tcp', 548, [x('00030001') + be32(0) + be32(2) + be32(0) + x('0f00'), x('01030001') + be32(0) +
            be32len(n(100)) [:4] + be32(0) + n(100)]),
        ('git', 'tcp', 9418, [b'0033git-upload-pack /project.git\0host=example.org\0',
            b'004895dcfa3633004da0049d3d0fa03f80589cbcaf31 refs/heads/maint\0multi_ack\n']),
        ('rsync', 'tcp', 873, [None, b'@RSYNCD: 31.0\n', b'@RSYNCD: 31.0\nmodule\n', b'@RSYNCD: OK\n']),
        ('svn', 'tcp', 3690, [None, b'( success ( 2 2 ( ) ( edit-pipeline svndiff1 ) ) ) ',
            b'( 2 ( edit-pipeline svndiff1 ) 22:svn://example.org/repo 10:SVN/1.14.2 ( ) ) ']),
        ('cvs', 'tcp', 2401, [b'BEGIN AUTH REQUEST\n/cvsroot\nanonymous\nA\nEND AUTH REQUEST\n', b'I LOVE YOU\n',
            b'Root /cvsroot\n']),
        ('perforce', 'tcp', 1666, [x('d7d7000000') + b'cmpfile\0' + le32(0) + b'\0client\0' + le32len(b'85') +
            b'\0func\0' + le32len(b'protocol') + b'\0', x('dcdc000000') + n(220)]),
        ('hadoop rpc', 'tcp', 8020, [b'hrpc\x09\0\0' + be32len(n(30)) + be32len(n(60)), be32len(x('1e') + n(30) +
            x('20') + n(32))]),
        ('hdfs', 'tcp', 9866, [be16(28) + b'\x51' + x('32') + n(50), x('1e') + n(30) + be32(30) + be16(25) + n(60)]),
        ('hbase', 'tcp', 16020, [b'HBas\0\x50' + be32len(n(40)), be32len(x('04') + n(4) + x('10') + n(16)),
            be32len(x('06') + n(6))]),
        ('zookeeper', 'tcp', 2181, [be32len(be32(0) + be64(0) + be32(30000) + be64(0) + be32len(bytes(16)) + b'\0'),
            be32len(be32(0) + be32(30000) + n(8) + be32len(n(16)) + b'\0'), be32len(be32(1) + be32(8) +
            be32len(b'/node') + b'\0'), be32len(be32(1) + be64(7) + be32(0) + be32(0))]),
        ('zookeeper ping', 'tcp', 2182, [be32len(be32(0xfffffffe) + be32(11)), be32len(be32(0xfffffffe) + be64(9) +
            be32(0)), be32len(be32(0xfffffffe) + be32(11))]),
        ('etcd', 'tcp', 2379, [b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + x('000006040000000000000500004000'),
            x('000000040000000000') + x('000000040100000000')]),
        ('grpc midway', 'tcp', 50051, [x('000005000100000003') + b'\0' + be32(0) +
            x('0000080600 00000000'.replace(' ', '')) + n(8), x('00000401040000000388c10f10') +
            x('000007000000000003') + b'\0' + be32len(x('0801'))]),
        ('thrift framed', 'tcp', 9090, [be32len(x('80010001') + be32len(b'ping') + be32(1) + b'\0'),
            be32len(x('80010002') + be32len(b'ping') + be32(1) + b'\0')]),
        ('thrift compact', 'tcp', 9091, [be32len(x('8221010470696e6700')), be32len(x('8241010470696e6700'))]),
        ('bolt', 'tcp', 7687, [x('6060b017') + x('00000404') + x('00000304') + bytes(8), x('00000404'),
            be16len(x('b101a1') + n(30)) + be16(0), be16len(x('b170a1') + n(40)) + be16(0)]),
        ('firebird', 'tcp', 3050, [be32(1) + be32(19) + be32(2) + be32(36) + be32len(b'/db.fdb\0') + be32(2) +
            be32len(n(24)) + n(40), be32(3) + be32(0x800a) + be32(1) + be32(4)]),
        ('riak', 'tcp', 8087, [be32len(b'\1'), be32len(b'\2'), be32len(b'\7'), be32len(b'\x08' + x('0a05') +
            b'riak@' + n(9)), be32len(b'\x09' + x('0a0162') + x('12016b')), be32len(b'\x0a'), be32len(b'\x0b' +
            x('0a0162') + x('12016b') + x('1a05') + n(5)), be32len(b'\x0c')]),
        ('gearman', 'tcp', 4730, [b'\0REQ' + be32(16) + be32len(b'hello'), b'\0RES' + be32(17) + be32len(b'hello'),
            b'\0REQ' + be32(1) + be32len(b'reverse')]),
        ('beanstalk', 'tcp', 11300, [b'use jobs\r\nput 0 0 60 5\r\nhello\r\n', b'USING jobs\r\nINSERTED 1\r\n']),
        ('nsq', 'tcp', 4150, [b'  V2', None, b'IDENTIFY\n' + be32len(b'{"client_id":"a"}'), be32len(be32(0) +
            b'{"max_rdy_count":2500}')]),
        ('pulsar', 'tcp', 6650, [be32len(be32len(x('0802') + n(30))), be32len(be32len(x('0803') + n(20)))]),
        ('stomp', 'tcp', 61613, [b'CONNECT\naccept-version:1.2\nhost:example.org\n\n\0',
            b'CONNECTED\nversion:1.2\n\n\0']),
        ('openwire', 'tcp', 61616, [None, be32len(b'\1ActiveMQ' + be32(12) + b'\1' + be32len(n(200))),
            be32len(b'\1ActiveMQ' + be32(12) + b'\1' + be32len(n(100)))]),
        ('aerospike', 'tcp', 3000, [x('0201') + b'\0\0' + be32len(b'node\nbuild\n'), x('0201') + b'\0\0' +
            be32len(b'node\tBB9\nbuild\t6.1\n'), x('0203') + b'\0\0' + be32len(n(60))]),
        ('hazelcast', 'tcp', 5701, [b'HZC', b'HZC', le32(60) + n(56)]),
        ('9p', 'tcp', 564, [le32(19) + b'\x64' + x('ffff') + le32(8192) + le16len(b'9P2000'), le32(19) + b'\x65' +
            x('ffff') + le32(8192) + le16len(b'9P2000'), le32(24) + b'\x68' + le16(0) + le32(0) + x('ffffffff') +
            le16len(b'joe') + le16len(b'') + b'\0\0', le32(20) + b'\x69' + le16(0) + b'\x80' + n(12)]),
        ('nbd', 'tcp', 10809, [None, b'NBDMAGICIHAVEOPT\0\3', be32(3) + b'IHAVEOPT' + be32(7) +
            be32len(be32len(b'disk') + be16(0)), x('0003e889045565a9') + be32(7) + be32(1) + be32(0)]),
        ('epmd', 'tcp', 4369, [be16len(b'zjoe'), b'\x77\0' + be16(25672) + b'M\0' + be16(6) + be16(5) +
            be16len(b'joe') + be16(0)]),
        ('erlang', 'tcp', 25672, [be16len(b'N' + be64(0xd07df7fbd) + be32(1) + be16len(b'a@host')), be16len(b's' +
            b'ok'), be16len(b'r' + n(20))]),
        ('rmi', 'tcp', 1099, [b'JRMI\0\2K', b'N' + be16len(b'192.0.2.10') + be32(40000), be16len(b'192.0.2.10') +
            be32(0), b'P\xac\xed\0\5w\x22' + n(34)]),
        ('ajp', 'tcp', 8009, [x('1234') + be16len(b'\2\2' + be16len(b'HTTP/1.1') + b'\0' + be16len(b'/') + b'\0' +
            n(60)), b'AB' + be16len(b'\4' + be16(200) + be16len(b'OK') + b'\0' + be16(0)), ]),
        ('fastcgi', 'tcp', 9000, [x('0101000100080000') + be16(1) + b'\0' + bytes(5) +
            x('0104000100 300000'.replace(' ', '')) + n(48) + x('0104000100000000'), x('0106000100200000') + n(32) +
            x('0103000100080000') + bytes(8)]),
        ('scgi', 'tcp', 4001, [b'24:CONTENT_LENGTH\x000\0SCGI\x001\0,', b'Status: 200 OK\r\n\r\n']),
        ('uwsgi', 'tcp', 3031, [b'\0' + le16(40) + b'\0' + le16len(b'REQUEST_METHOD') + le16len(b'GET') + n(19),
            b'HTTP/1.1 200 OK\r\n\r\n']),
        ('dbus', 'tcp', 12434, [b'\0AUTH EXTERNAL 31303030\r\n', b'OK 0123456789abcdef0123456789abcdef\r\n',
            b'BEGIN\r\nl\1\0\1' + le32(0) + le32(1) + le32(110) + n(110)]),
        ('pulseaudio', 'tcp', 4713, [be32(280) + be32(0xffffffff) + bytes(12) + n(280), be32(20) + be32(0xffffffff) +
            bytes(12) + n(20)]),
        ('slurm', 'tcp', 6817, [be32len(be16(0x2600) + be16(0) + n(60)), be32len(be16(0x2600) + n(40))]),
        ('sap diag', 'tcp', 3200, [be32len(x('ffffffff0a00') + b'abc' + n(190)), be32len(b'\0\0\x11\0\0\0\0\1' +
            n(300)), be32len(b'NI_PING\0'), be32len(b'NI_PONG\0')]),
        ('sap router', 'tcp', 3299, [be32len(b'NI_ROUTE\0\2\x28\2\0\0' + n(60)), be32len(b'NI_PONG\0')]),
        ('smpp', 'tcp', 2775, [be32len(be32(9) + be32(0) + be32(1) + b'joe\0secret\0\0\x34\0\0\0', 4),
            be32len(be32(0x80000009) + be32(0) + be32(1) + b'smsc\0', 4), be32len(be32(0x15) + be32(0) + be32(2),
            4)]),
        ('ucp', 'tcp', 5001, [b'\x0218/00113/O/60/07656765/2/1/1/50617373776F7264//0100//////61\3',
            b'\x0218/00037/R/60/A//6D\3']),
        ('fix', 'tcp', 9880, [b'8=FIX.4.4\x019=65\x0135=A\x0134=1\x0149=A\x0156=B\x01108=30\x0110=062\x01',
            b'8=FIX.4.4\x019=65\x0135=A\x0134=1\x01']),
        ('soupbin', 'tcp', 4100, [be16len(b'L' + b'user  ' + b'password  ' + b' ' * 10 + b' ' * 20), be16len(b'A' +
            b' ' * 30), be16len(b'S' + n(40)) + be16len(b'H')]),
        ('moldudp', 'udp', 26400, [None, b'SESSION001' + be64(100) + be16(1) + be16len(n(36)), None, b'SESSION001' +
            be64(101) + be16(0)]),
        ('hl7', 'tcp', 2575, [b'\x0bMSH|^~\\&|A|B|C|D|20230101||ADT^A01|1|P|2.3\rPID|1||1\r\x1c\r',
            b'\x0bMSH|^~\\&|C|D|A|B|20230101||ACK|1|P|2.3\rMSA|AA|1\r\x1c\r']),
        ('dicom', 'tcp', 11112, [x('0100') + be32(200) + be16(1) + be16(0) + padded(b'ARCHIVE', 16) + padded(b'ME',
            16) + n(164), x('0200') + be32(180) + n(180)]),
        ('ndmp', 'tcp', 10000, [None, be32(0x80000024) + be32(1) + n(4) + be32(0) + be32(0x502) + be32(0) * 2 +
            be32(0) + be32(4), be32(0x8000001c) + be32(1) + n(4) + be32(0) + be32(0x900) + be32(0) * 2 + be32(4)]),
        ('bacula', 'tcp', 9101, [be32len(b'Hello *UserAgent* calling\n'),
            be32len(b'auth cram-md5 <1.2@host> ssl=0\n')]),
        ('gluster', 'tcp', 24007, [be32(0x80000000 + 64) + n(4) + be32(0) + be32(2) + be32(14398633) + be32(2) +
            be32(1) + be32(390039) + be32len(n(24)) + be32(0) * 2, be32(0x80000000 + 60) + n(60)]),
        ('tibco', 'tcp', 7222, [be32(40) + x('9955eeaa') + n(32), be32(40) + x('9955eeaa') + n(32)]),
        ('influx', 'udp', 8089, [b'cpu,host=a value=0.64 1434055562000000000\n']),
        ('ignite', 'tcp', 10800, [le32len(b'\1' + le16(1) * 3 + b'\2'), le32len(b'\1'), le32len(le16(1050) + n(8)),
            le32len(n(8) + le32(0) + n(10))]),
        ('clickhouse', 'tcp', 9000, [b'\0' + text8('ClickHouse client') + b'\x17\3\xa9\xa9\3' + text8('default') +
            text8('default') + b'\0', b'\0' + text8('ClickHouse') + n(30)]),
        ('tarantool', 'tcp', 3301, [None, padded(b'Tarantool 2.10.4 (Binary)', 63) + b'\n' + padded(n(44), 63) +
            b'\n', x('ce0000001b8200') + n(26)]),
    ]


# --- plants, vehicles, machines ---

def industry(n):
    def ads(command):
        return b'\0\0' + le32len(n(6) + le16(851) + n(6) + le16(32905) + le16(command) + le16(4) + le32(12) + le32(0) + le32(1) + n(12))

    return [
        ('modbus', 'tcp', 502, [be16(1) + be16(0) + be16len(x('0103') + be16(0) + be16(10)), be16(1) + be16(0) +
            be16len(x('010314') + bytes(20))]),
        ('modbus elsewhere', 'tcp', 1502, [be16(k) + be16(0) + be16len(x('0104') + be16(k) +
            be16(1)) if k % 2 else be16(k - 1) + be16(0) + be16len(x('010402') + be16(7)) for k in range(1, 7)]),
        ('modbus udp', 'udp', 502, [be16(1) + be16(0) + be16len(x('0103') + be16(0) + be16(2)), be16(1) + be16(0) +
            be16len(x('010304') + bytes(4))]),
        ('iec 104', 'tcp', 2404, [x('680407000000'), x('68040b000000'),
            x('680e0000000064010600 01000000 0014'.replace(' ', '')), x('680401000200')]),
        ('dnp3', 'tcp', 20000, [x('056405c901000004e921'), x('0564050b0400010 0b6ee'.replace(' ', ''))]),
        ('s7', 'tcp', 102, [x('0300001611e00000000100c0010ac1020100c2020102'),
            x('0300001611d00001000100c0010ac1020100c2020102'),
            x('0300001902f08032010000040000080000f0000001000101e0')]),
        ('bacnet', 'udp', 47808, [x('810b000c0120ffff00ff1008'), x('810b00180120ffff00ff1000c40200000122' +
            '0400910022010f'[:12])]),
        ('ethernet/ip', 'tcp', 44818, [x('65000400') + bytes(20) + x('01000000'), x('65000400') + n(4) + bytes(16) +
            x('01000000'), x('6f001600') + n(4) + bytes(16) + n(22)]),
        ('ethernet/ip list', 'udp', 44818, [x('63000000') + bytes(20), x('63003300') + bytes(20) + n(51)]),
        ('cip io', 'udp', 2222, [x('02000280') + le16len(n(4) + le32(1), 0) + x('b100') + le16len(le16(1) + le32(1) +
            n(4)), x('02000280') + le16len(n(4) + le32(1)) + x('b100') + le16len(le16(1) + n(8)), x('02000280') +
            le16len(n(4) + le32(2)) + x('b100') + le16len(le16(2) + le32(1) + n(4))]),
        ('opc ua', 'tcp', 4840, [b'HELF' + le32(57) + le32(0) + le32(65536) * 2 + le32(0) * 2 +
            le32len(b'opc.tcp://example.org:4840'), b'ACKF' + le32(28) + le32(0) + le32(65536) * 2 + le32(0) * 2]),
        ('profinet', 'udp', 34964, [x('04002000100000') + b'\0' + n(16) + n(16) + n(16) + le32(0) + le32(1) +
            le32(0) + le16(0) + x('ffffffff') + le16len(n(100)) [:2] + le16(0) + b'\0\0' + n(100),
            x('04020a00100000') + b'\0' + n(72) + n(80)]),
        ('hart-ip', 'udp', 5094, [x('0100000000 01000d'.replace(' ', '')) + b'\1' + be32(30000),
            x('0101000000 01000d'.replace(' ', '')) + b'\1' + be32(30000), x('0100030000 02000d'.replace(' ', '')) +
            x('0280000082')]),
        ('fins', 'udp', 9600, [x('80000200010000020000') + x('0501') + b'\0', x('c0000200020000010000') +
            x('05010000') + padded(b'CJ2M-CPU32', 92)]),
        ('fins tcp', 'tcp', 9600, [b'FINS' + be32(12) + be32(0) + be32(0) + be32(0), b'FINS' + be32(16) + be32(1) +
            be32(0) + be32(239) + be32(1)]),
        ('slmp', 'tcp', 5007, [x('500000ffff03000c00100001040000640000a80a00'), x('d00000ffff030016000000') +
            bytes(20)]),
        ('slmp udp', 'udp', 5006, [x('500000ffff03000c00100001040000640000a80a00'), x('d00000ffff030016000000') +
            bytes(20)]),
        ('ads', 'tcp', 48898, [ads(2), ads(2), ads(3)]),
        ('knx', 'udp', 3671, [x('06100201000e0801c0000201c350'), x('061002020044') + n(62),
            x('06100205001a0801c0000201c3500801c0000201c35004040200'),
            x('0610020600140100080 1c0000205 0e5704040000'.replace(' ', ''))]),
        ('synchrophasor', 'tcp', 4712, [x('aa41001200f1') + n(8) + x('0005') + n(2), x('aa310060') + n(92),
            x('aa0100400 0f1'.replace(' ', '')) + n(58)]),
        ('srtp', 'tcp', 18245, [bytes(56), b'\1' + bytes(55),
            x('0200010000000000000100000000000000010000000000000000000000000501') + n(24),
            x('0300010000000000000100000000000000010000') + n(36)]),
        ('codesys', 'tcp', 1200, [x('bbbb0100000001 01'.replace(' ', '')), x('bbbb0100000024 01'.replace(' ', '')) +
            n(36)]),
        ('niagara fox', 'tcp', 1911, [b'fox a 1 -1 fox hello\n{\nfox.version=s:1.0\nid=i:1\n};;\n',
            b'fox a 0 -1 fox hello\n{\nfox.version=s:1.0\n};;\n']),
        ('m-bus', 'tcp', 10001, [x('1040fe3e16'), b'\xe5', x('105b01 5c16'.replace(' ', '')),
            x('6813136808017 2'.replace(' ', '')) + n(18) + b'\x16']),
        ('dlms', 'tcp', 4059, [x('000100100001') + be16len(x('601d') + n(29)), x('000100010010') + be16len(x('6129') +
            n(41))]),
        ('ethercat', 'udp', 34980, [x('0e10') + x('0700') + le32(0x1300000) + x('0200') + bytes(4), x('0e10') +
            x('0700') + le32(0x1300001) + x('0200') + x('02000100')]),
        ('proconos', 'tcp', 20547, [x('cc01000b4002000047ee'), x('cc01000f4002') + n(80)]),
        ('pcworx', 'tcp', 1962, [x('0101001a0000000078800003000c494245544830314e305f4d00'), x('8101001400000000') +
            n(12), x('0105001600010000788000') + n(11)]),
        ('lantronix', 'udp', 30718, [x('000000f6'), x('000000f7') + n(26)]),
        ('moxa', 'udp', 4800, [x('0100000800000000'), x('8100001800000000') + n(16)]),
        ('tank gauge', 'tcp', 10001, [b'\x01I20100\n',
            b'\x01\r\nI20100\r\nJAN  1, 2023  1:00 AM\r\n\r\nIN-TANK INVENTORY\r\n\3']),
        ('cannelloni', 'udp', 20000, [x('020000') + be16(1) + be32(0x123) + b'\x08' + n(8), x('020001') + be16(2) +
            be32(0x124) + b'\2' + n(2) + be32(0x125) + b'\0', x('020001') + be16(1) + be32(0x124) + b'\1' + n(1)]),
        ('some/ip', 'udp', 30501, [x('12340001') + be32(12) + be16(1) * 2 + x('01010000') + n(4), x('12340001') +
            be32(12) + be16(1) * 2 + x('01018000') + n(4), x('12340001') + be32(12) + be16(1) + be16(2) +
            x('01010000') + n(4)]),
        ('some/ip discovery', 'udp', 30490, [x('ffff8100') + be32(48) + be32(1) + x('01010200') + x('c0000000') +
            be32(16) + x('00000010') + x('1234ffff01000003') + be32(0) + be32(12) +
            x('00090400c0000201000 07711'.replace(' ', ''))]),
        ('doip', 'tcp', 13400, [x('02fd0005') + be32(7) + x('0e0000') + bytes(4), x('02fd0006') + be32(9) +
            x('0e001234100000') + bytes(2), x('02fd8001') + be32(6) + x('0e0012341001'), x('02fd8002') + be32(5) +
            x('12340e0000')]),
        ('doip discovery', 'udp', 13400, [x('02fd0001') + be32(0), x('02fd0004') + be32(33) + b'WVWZZZ1JZXW000001' +
            be16(0x1234) + n(12) + x('0000')]),
        ('xcp', 'udp', 5555, [le16(2) + le16(k) + x('ff00') if k < 2 else le16(1) + le16(k) +
            x('fd') for k in range(6)]),
        ('uds over tcp', 'tcp', 13401, [be32(5) + x('0001') + x('10') + n(2), be32(5) + x('0001') + x('50') + n(2)]),
        ('ros', 'tcp', 11312, [le32len(le32len(b'callerid=/listener') + le32len(b'topic=/chatter') +
            le32len(b'type=std_msgs/String')), le32len(le32len(b'md5sum=992ce8a1687cec8c8bd883ec73ca41d1')), ]),
        ('mavlink', 'udp', 14550, [x('fe09') + bytes([k]) + x('0101') + b'\0' + le32(0) + x('02030000') + b'\3' +
            n(2) for k in range(4)]),
        ('mavlink 2', 'udp', 14551, [x('fd090000') + bytes([k]) + x('0101') + x('000000') + le32(0) + x('02030000') +
            b'\3' + n(2) for k in range(4)]),
        ('gps gt06', 'tcp', 5023, [x('78780d01') + b'\1\x23\x45\x67\x89\x01\x23\x45' + x('0001') + n(2) + b'\r\n',
            x('7878050100 01'.replace(' ', '')) + n(2) + b'\r\n', x('78781f12') + n(28) + b'\r\n']),
        ('teltonika', 'tcp', 5027, [be16len(b'356307042441013'), b'\1', be32(0) + be32(54) + x('0801') + n(52) +
            be32(0xc7cf), be32(1)]),
        ('jt808', 'tcp', 8090, [x('7e0100002d') + n(50) + b'\x7e', x('7e81000013') + n(24) + b'\x7e']),
        ('gps text', 'tcp', 5001, [b'##,imei:359586015829802,A;', b'LOAD',
            b'imei:359586015829802,tracker,0809231929,13554900601,F,112909.397,A,2234.4669,N,11354.3287,E,0.11,;']),
        ('ads-b beast', 'tcp', 30005, [None, x('1a33') + n(6) + b'\x20' + n(14) + x('1a32') + n(6) + b'\x20' + n(7)]),
        ('ntrip', 'tcp', 2101, [b'GET /MOUNT HTTP/1.0\r\nUser-Agent: NTRIP client\r\n\r\n', b'ICY 200 OK\r\n\r\n',
            None, x('d30013') + n(22)]),
        ('scpi', 'tcp', 5025, [b'*IDN?\n', b'ACME,DMM,1234,1.0\n', b'MEAS:VOLT:DC?\n', b'+1.00000000E+00\n']),
        ('vxi-11', 'tcp', 1024, [be32(0x80000000 + 56) + n(4) + be32(0) + be32(2) + be32(0x607af) + be32(1) +
            be32(10) + be32(0) * 4 + n(16), be32(0x80000000 + 40) + n(4) + be32(1) + n(32)]),
        ('atem', 'udp', 9910, [x('101453ab00000000003a0000') + x('0100000000000000'),
            x('101453ab00000000 00020000'.replace(' ', '')) + x('0200000000000000'), x('800c53ab0000000000030000'),
            x('0d1c8001') + bytes(6) + be16(1) + n(16), x('800c8001') + be16(1) + bytes(6)]),
        ('c12.22', 'tcp', 1153, [x('601e') + n(30), x('6018') + n(24)]),
        ('gige vision', 'udp', 3956, [x('42010002000800 01'.replace(' ', '')) + bytes(8), x('00000003') + be16(248) +
            be16(1) + n(248), x('42010080000400 02'.replace(' ', '')) + be32(0x938), x('0000008100080002') + n(8)]),
        ('gige vision stream', 'udp', 20202, [None, be16(0) + be16(1) + x('01000000') + n(28), None, be16(0) +
            be16(1) + x('03000001') + n(1400), None, be16(0) + be16(1) + x('02000002') + n(8)]),
        ('lidar', 'udp', 2368, [None, (x('ffee') + le16(1000) + n(96)) * 12 + n(6), None, (x('ffee') + le16(1040) +
            n(96)) * 12 + n(6)]),
        ('nmea', 'udp', 10110, [b'$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n', None,
            b'$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A\r\n']),
        ('nmea over tcp', 'tcp', 10110, [None,
            b'$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D\r\n']),
        ('dis', 'udp', 3000, [x('07010101') + be32(k * 1000) + be16(144) + bytes(2) + n(132) for k in range(3)]),
        ('asterix', 'udp', 8600, [x('30') + be16(48) + x('fff702') + n(42), None, x('22') + be16(11) + x('f0') +
            n(7)]),
        ('epics', 'udp', 5064, [be16(0) * 2 + be16(0) + be16(13) + be32(0) * 2 + be16(6) + be16(16) + be16(5) +
            be16(13) + be32(1) * 2 + padded(b'motor:position', 16), be16(0) * 2 + be16(0) + be16(13) + be32(0) * 2 +
            be16(6) + be16(8) + be16(5064) + be16(0) + be32(0xffffffff) + be32(1) + be16(13) + bytes(6)]),
        ('epics channel', 'tcp', 5064, [be16(0) * 2 + be16(0) + be16(13) + be32(0) * 2 + be16(20) + be16(8) +
            be16(0) * 2 + be32(0) * 2 + padded(b'joe', 8), be16(0) * 2 + be16(0) + be16(13) + be32(0) * 2, be16(18) +
            be16(16) + be16(0) + be16(13) + be32(1) * 2 + padded(b'motor:position', 16)]),
        ('giop', 'tcp', 2809, [b'GIOP' + x('01020000') + be32len(be32(5) + x('03000000') + be16(0) * 2 +
            be32len(n(16)) + be32len(b'_is_a\0') + n(30)), b'GIOP' + x('01020001') + be32len(be32(5) + be32(0) * 2 +
            b'\1')]),
        ('ether-s-bus', 'udp', 5050, [be32(14) + x('0100') + be16(1) + x('0001') + x('20') + b'\0' + n(2), be32(12) +
            x('0100') + be16(1) + x('01') + b'R' + n(2)]),
        ('trdp', 'udp', 17224, [be32(k) + x('01005064') + be32(2000) + be32(0) * 2 + be32(20) + be32(0) * 3 + n(4) +
            n(20) for k in range(4)]),
        ('x-plane', 'udp', 49000, [b'RREF\0' + le32(10) + le32(1) + padded(b'sim/flightmodel/position/latitude', 400),
            b'RREF,' + le32(1) + n(4), None, b'RREF,' + le32(1) + n(4)]),
        ('telemetry of a race', 'udp', 20777, [None, x('e7071701010006') + n(8) + n(4) + le32(1) * 2 + x('00ff') +
            n(1320), None, x('e7071701010006') + n(8) + n(4) + le32(2) * 2 + x('00ff') + n(1320)]),
        ('lustre', 'tcp', 988, [x('911be90b') + le32(1) + n(16) + le32(0) * 4, x('911be90b') + le32(1) + n(16) +
            le32(0) * 4]),
        ('pelco', 'tcp', 4002, [x('ff01000020000021') [:7], x('ff010000000001')]),
    ]
