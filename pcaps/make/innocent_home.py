# SPDX-License-Identifier: GPL-3.0-or-later
"""What has nothing to do with peer-to-peer, between routers and at home: see innocent.py."""
from fields import be16, be16len, be32, be32len, be64, le16, le16len, le32, le32len, padded, text8, x


# --- what networks say to keep running ---

def network(n):
    stamp = n(8)
    return [
        ('dns', 'udp', 53, [n(2) + x('01000001000000000000') + b'\7example\3org\0' + x('00010001'), n(2) +
            x('81800001000100000000') + b'\7example\3org\0' + x('00010001c00c00010001') + be32(60) + be16len(n(4))]),
        ('ntp', 'udp', 123, [x('e30006ec') + bytes(36) + stamp, x('240206e9') + n(4) + n(4) + n(4) + n(8) + stamp +
            n(16), x('1700032a') + bytes(4)]),
        ('ntp control', 'udp', 123, [x('160200010000000000000000'), x('1682000100000000 00000010'.replace(' ', '')) +
            n(16)]),
        ('snmp', 'udp', 161, [x('302602010104067075626c6963a019') + x('0204') + n(4) +
            x('020100020100300b300906052b06010201') + x('0500')]),
        ('snmp trap', 'udp', 162, [x('303002010004067075626c6963a423') + x('06082b06010401827737') + x('4004') +
            n(4) + x('020106020101 4303'.replace(' ', '')) + n(3) + x('3000')]),
        ('radius', 'udp', 1812, [x('0107') + be16(20 + 8 + 18) + n(16) + x('0106') + b'user'[:4] + b'\0\0'[:2] +
            x('0212') + n(16), x('0207') + be16(20) + n(16)]),
        ('radius elsewhere', 'udp', 21812, [x('0108') + be16(46) + n(16) + b'\1\x08joe123' + x('0212') + n(16),
            x('0208') + be16(26) + n(16) + x('060600000002'), x('0409') + be16(26) + n(16) + x('280600000001'),
            x('0509') + be16(20) + n(16)]),
        ('tacacs', 'tcp', 49, [x('c0010100') + n(4) + be32len(n(40)), x('c0010200') + n(4) + be32len(n(20)),
            x('c0010300') + n(4) + be32len(n(30))]),
        ('diameter', 'tcp', 3868, [x('01000048800001 01'.replace(' ', '')) + be32(0) + n(8) +
            x('00000108400000 13'.replace(' ', '')) + b'a.example.o' + b'\0' + x('0000012840000010') + n(8) + n(12),
            x('01000044000001 01'.replace(' ', '')) + be32(0) + n(56)]),
        ('ldap', 'tcp', 389, [x('300c020101600702010304008000'), x('300c02010161070a010004000400')]),
        ('kerberos', 'udp', 88, [x('6a81a0') + x('30819da103020105a20302010aa4') + n(147),
            x('7e6b3069a003020105a10302011e') + n(96)]),
        ('bfd', 'udp', 3784, [x('20400318') + n(4) + be32(0) + be32(1000000) * 2 + be32(0), x('20800318') + n(4) * 2 +
            be32(1000000) * 2 + be32(0)]),
        ('hsrp', 'udp', 1985, [x('000008030a640100') + b'cisco\0\0\0' + n(4)]),
        ('glbp', 'udp', 3222, [x('010000010000') + n(6) + x('010200001c') + n(30)]),
        ('rip', 'udp', 520, [x('02020000') + x('00020000') + n(4) + x('ffffff00') + be32(0) + be32(1), None,
            x('02020000') + x('00020000') + n(4) + x('ffffff00') + be32(0) + be32(2)]),
        ('olsr', 'udp', 698, [be16(32) + be16(1) + x('01860018') + n(4) + x('01000001') + x('00000303') + n(8)]),
        ('batman', 'udp', 4305, [x('04004006') + n(20)]),
        ('babel', 'udp', 6696, [x('2a02') + be16len(x('0406') + n(2) + be16(1) + be16(400) + x('0506') + n(6)[:6])]),
        ('ldp', 'udp', 646, [be16(1) + be16(30) + n(4) + be16(0) + x('0100001400000000040000040 00f0000'.replace(' ',
            '')) + x('04010004') + n(4)]),
        ('msdp', 'tcp', 639, [x('040003'), x('040003'), x('010008') + x('00') + n(4)]),
        ('pcep', 'tcp', 4189, [x('2001000c') + x('01100008201e7801'), x('2001000c') + x('01100008201e7801'),
            x('20020004')]),
        ('bmp', 'tcp', 11019, [b'\3' + be32(32) + b'\4' + x('0001000761207061 7468 7321'.replace(' ', '')) + n(13),
            b'\3' + be32(48) + b'\0' + n(42)]),
        ('rpki', 'tcp', 323, [x('01020000') + be32(8), x('01030001') + be32(8) + x('010400000000001401181800') +
            n(8)]),
        ('netflow 5', 'udp', 2055, [x('00050001') + n(4) + n(12) + n(4) + n(48)]),
        ('netflow 9', 'udp', 9996, [x('00090001') + n(4) + n(4) + be32(7) + be32(0) + x('0000001c0104000500010004') +
            n(16)]),
        ('netflow elsewhere', 'udp', 20055, [x('00050002') + n(20) + n(96), None, x('00050002') + n(20) + n(96)]),
        ('ipfix', 'udp', 4739, [x('000a0030') + n(4) + be32(1) + be32(7) + n(32)]),
        ('sflow', 'udp', 6343, [be32(5) + be32(1) + n(4) + be32(0) + be32(77) + n(4) + be32(1) + be32(1) +
            be32len(n(60))]),
        ('twamp', 'tcp', 862, [None, bytes(12) + be32(1) + n(32) + be32(1024) + bytes(12), be32(1) + bytes(160),
            bytes(16) + n(32)]),
        ('owamp test', 'udp', 8760, [be32(k) + n(8) + x('8001') + bytes(27) for k in range(4)]),
        ('wccp', 'udp', 2048, [be32(10) + be16(0x200) + be16len(be16(0) + be16(4) + be32(0) + be16(1) + be16(24) +
            n(24)), be32(11) + be16(0x200) + be16len(be16(0) + be16(4) + be32(0) + n(40))]),
        ('icp', 'udp', 3130, [x('0102') + be16(44) + be32(1) + bytes(12) + n(4) + b'http://a.example/\0'[:20] +
            b'\0\0', x('0302') + be16(40) + be32(1) + bytes(12) + b'http://a.example/\0\0\0']),
        ('htcp', 'udp', 4827, [be16(28) + x('0000') + be16(22) + x('10') + x('02') + be32(9) + n(14) + be16(2),
            be16(14) + x('0000') + be16(8) + x('1100') + be32(9) + be16(2)]),
        ('tftp', 'udp', 69, [x('0001') + b'boot.img\0octet\0blksize\x001432\0']),
        ('time', 'udp', 37, [b'\0', n(4)]),
        ('echo', 'udp', 7, [b'ABCDEFGHIJKLMNOPQRSTUVWXYZ', b'ABCDEFGHIJKLMNOPQRSTUVWXYZ', bytes(range(64)),
            bytes(range(64))]),
        ('chargen', 'tcp', 19, [None, bytes(range(32, 104)) + b'\r\n' + bytes(range(33, 105)) + b'\r\n']),
        ('discard', 'tcp', 9, [bytes(1000)]),
        ('rwho', 'udp', 513, [x('01010000') + n(4) + bytes(4) + padded(b'host', 32) + n(16)]),
        ('dhcp', 'udp', 67, [x('01010600') + n(4) + bytes(20) + n(6) + bytes(202) + x('63825363350101ff')]),
        ('dhcp failover', 'tcp', 647, [be16(60) + x('05') + b'\x0c' + n(4) + n(4) + n(48), be16(40) + x('0c0c') +
            n(36)]),
        ('wake on lan', 'udp', 9, [b'\xff' * 6 + x('001122334455') * 16]),
        ('slp', 'udp', 427, [x('0201') + x('00002a') + x('2000') + x('000000') + be16(1) + be16len(b'en') + be16(0) +
            be16len(b'service:printer') + be16(0) * 3, x('0202') + x('00003c') + x('0000') + x('000000') + be16(1) +
            be16len(b'en') + be16(0) + be16(1) + n(38)]),
        ('sap', 'udp', 9875, [x('2000') + n(2) + n(4) +
            b'application/sdp\0v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=A talk\r\n']),
        ('syslog', 'udp', 514, [b'<34>Oct 11 22:14:15 host su: failed for joe']),
        ('relp', 'tcp', 2514, [b'1 open 85 relp_version=0\nrelp_software=librelp,1.2\ncommands=syslog\n',
            b'1 rsp 92 200 OK\nrelp_version=0\ncommands=syslog\n\n']),
        ('gelf', 'udp', 12201, [x('1e0f') + n(8) + x('0002') + n(600), None, x('1e0f') + n(8) + x('0102') + n(300)]),
        ('statsd', 'udp', 8125, [b'page.views:1|c\nresponse:320|ms\n']),
        ('graphite', 'tcp', 2003, [b'servers.a.load 0.5 1434055562\nservers.a.users 3 1434055562\n']),
        ('collectd', 'udp', 25826, [x('0000000a') + b'hosta\0' + x('0008000c') + n(8) + x('00020008') + b'cpu\0' +
            x('0006000f000101') + n(8)]),
        ('ganglia', 'udp', 8649, [be32(128) + be32len(b'host') + be32len(b'load_one') + be32(0) +
            be32len(b'float\0\0\0') + n(40), None, be32(133) + be32len(b'host') + be32len(b'load_one') + be32(0) +
            n(12)]),
        ('nrpe', 'tcp', 5666, [x('00020001') + n(4) + x('0000') + padded(b'check_load', 1024) + b'\0\0',
            x('00020002') + n(4) + x('0000') + padded(b'OK - load', 1024) + b'\0\0']),
        ('nsca', 'tcp', 5667, [None, n(128) + n(4), n(720)]),
        ('zabbix', 'tcp', 10050, [b'ZBXD\1' + le32(10) + le32(0) + b'agent.ping', b'ZBXD\1' + le32(1) + le32(0) +
            b'1']),
        ('checkmk', 'tcp', 6556, [None, b'<<<check_mk>>>\nVersion: 2.1\n<<<df>>>\n']),
        ('munin', 'tcp', 4949, [None, b'# munin node at a.example.org\n', b'list\n', b'cpu df load\n']),
        ('iperf', 'tcp', 5201, [b'abcdefghijklmnopqrstuvwxyz0123456789\0', b'\x09',
            be32len(b'{"tcp":true,"omit":0,"time":10,"parallel":1}'), b'\x0a']),
        ('iperf 2', 'udp', 5001, [be32(k) + n(8) + bytes(4) + b'0123456789' * 30 if k % 2 else None for k in range(1,
            8)]),
        ('netperf', 'tcp', 12865, [be32(256) + be32(1) + bytes(248), be32(256) + be32(2) + bytes(248)]),
        ('ookla', 'tcp', 8080, [b'HI\n', b'HELLO 2.4 2015-03-27.1\n', b'PING 1434055562\n', b'PONG 1434055562\n']),
        ('carbon relay', 'tcp', 2004, [be32len(n(60))]),
        ('fluent', 'tcp', 24224, [x('93a3746167') + x('9192d7000000000000000000') + x('81a16101') + x('80')]),
        ('mdns', 'udp', 5353, [bytes(4) + x('0001000000000000') + b'\x05_http\4_tcp\5local\0' + x('000c0001')]),
        ('llmnr', 'udp', 5355, [n(2) + x('00000001000000000000') + b'\5printer'[:1] + b'files' + b'\0' +
            x('00010001')]),
        ('ssdp', 'udp', 1900,
            [b'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: urn:dial-multiscreen-org:service:dial:1\r\n\r\n',
            b'HTTP/1.1 200 OK\r\nST: urn:dial-multiscreen-org:service:dial:1\r\nUSN: uuid:1\r\nLOCATION: http://192.0.2.9:8008/\r\n\r\n']),
        ('wsd', 'udp', 3702,
            [b'<?xml version="1.0"?><soap:Envelope xmlns:wsd="http://schemas.xmlsoap.org/ws/2005/04/discovery"><soap:Body/></soap:Envelope>']),
        ('mndp', 'udp', 5678, [x('00000000') + x('00010006') + n(6) + x('0005000568 6f737461'.replace(' ', '')) +
            x('000700053 62e34302e'.replace(' ', '')) + x('00080008') + b'MikroTik']),
        ('ubiquiti', 'udp', 10001, [x('01000000'), x('01000050') + x('02000a') + n(10) + x('010006') + n(6) +
            x('0b0004') + b'host' + n(40)]),
        ('cisco smart install', 'tcp', 4786, [be32(1) + be32(1) + be32(4) + be32len(n(8)), be32(4) + be32(0) +
            be32(3) + be32len(n(8))]),
        ('vmware heartbeat', 'udp', 902, [le32(1) + n(90)]),
        ('ms sql browser', 'udp', 1434, [b'\2', b'\5' +
            le16len(b'ServerName;A;InstanceName;SQL;IsClustered;No;Version;15.0;tcp;1433;;'), b'\4SQL\0']),
        ('corosync', 'udp', 5405, [x('c0 70 04 03'.replace(' ', '')) + x('0000') + n(2) + be32(1) + n(40), None,
            n(20) + n(120)]),
        ('xdmcp', 'udp', 177, [x('00010002000100'), x('00010005') + be16(12) + be16(0) + be16len(b'host') +
            be16len(b'ok')]),
        ('bfcp', 'tcp', 5070, [x('200b0000') + be32(1) + be16(1) * 2, x('200c0007') + be32(1) + be16(1) * 2 +
            x('0b0e') + n(12) + x('0f0e') + n(12)]),
        ('dlep', 'udp', 854, [b'DLEP' + be16(1) + be16len(x('00020006') + b'\0radio'), b'DLEP' + be16(2) +
            be16len(x('00020006') + b'\0modem' + x('00030006') + n(6))]),
        ('roughtime', 'udp', 2002, [padded(le32(2) + le32(64) + b'NONCPAD\xff' + n(64), 1024), le32(5) +
            le32(64) * 4 + b'SIG\0PATHSREPCERTINDX' + n(300)]),
        ('uftp', 'udp', 1044, [x('4001') + be16(1) + n(4) + n(4) + x('0107') + n(30), x('4002') + be16(1) + n(4) +
            n(4) + n(20)]),
        ('ptp', 'udp', 319, [x('0002002c00000200') + bytes(12) + n(8) + x('0001') + be16(k) + x('00ff') +
            n(10) for k in range(3)]),
        ('nbns', 'udp', 5137, [n(2) + x('01100001000000000000') + b'\x04host\0' + x('00200001')]),
        ('rpcap', 'tcp', 2002, [x('0008 0000 0000 0014'.replace(' ', '')) + be16(0) * 2 + be16(4) * 2 + b'joe!pass' +
            bytes(4), x('00880000') + be32(0)]),
        ('sflow elsewhere', 'udp', 20343, [be32(5) + be32(1) + n(4) + be32(0) + be32(k) + n(4) + be32(1) + be32(1) +
            be32len(n(60)) for k in range(70, 73)]),
        ('quic', 'udp', 443, [x('c300000001') + b'\x08' + stamp + b'\0\0' + x('4496') + n(1178), x('c100000001') +
            b'\0' + b'\x08' + n(8) + b'\0' + x('4075') + n(117), x('41') + n(60), x('42') + n(40)]),
        ('quic elsewhere', 'udp', 8853, [x('c000000001') + b'\x10' + n(16) + b'\0\0' + x('4480') + n(1150),
            x('e000000001') + b'\0' + b'\x08' + n(8) + x('4075') + n(117), x('e300000001') + b'\x08' + stamp +
            b'\x08' + n(8) + n(60)]),
        ('keepalive', 'udp', 40500, [b'\0', b'\0', b'\0', b'\0']),
        ('small', 'udp', 40501, [b'\1', b'\2', b'\3\0', b'\4\0', x('0100'), x('02000000')]),
    ]


# --- sound and pictures ---

def media(n):
    source = n(4)
    return [
        ('rtsp', 'tcp', 554, [b'OPTIONS rtsp://192.0.2.1/ RTSP/1.0\r\nCSeq: 1\r\n\r\n',
            b'RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE\r\n\r\n']),
        ('rtsp interleaved midway', 'tcp', 8554, [None, b'$\0' + be16len(x('8060') + be16(1) + n(8) + n(200)) +
            b'$\0' + be16len(x('8060') + be16(2) + n(8) + n(200)), b'$\1' + be16len(x('80c90001') + n(4))]),
        ('rtmp', 'tcp', 1935, [b'\3' + bytes(8) + n(1528), b'\3' + n(4) + bytes(4) + n(1528) + n(1536), n(1536)]),
        ('rtp pcmu', 'udp', 16384, [x('8080') + be16(1) + be32(160) + source + n(160), x('8000') + be16(900) +
            be32(160) + n(4) + n(160), x('8000') + be16(2) + be32(320) + source + n(160)]),
        ('rtcp', 'udp', 16385, [x('80c80006') + source + n(20) + x('81ca0003') + source + x('0104') + b'joe' +
            x('000000')[:3], x('81c90007') + n(28)]),
        ('srtp', 'udp', 20000, [x('90ef') + be16(77) + n(4) + source + x('bede0001') + n(4) + n(900), x('80c90007') +
            n(40), x('90ef') + be16(78) + n(4) + source + x('bede0001') + n(4) + n(900)]),
        ('srt', 'udp', 9000, [x('80000000') + be32(0) + be32(100) + be32(0) + be32(4) + x('00000002') + be32(9999) +
            be32(1500) + be32(8192) + be32(1) + n(4) + be32(0) + n(16), x('80000000') + be32(0) + be32(200) + n(4) +
            be32(5) + x('00004a17') + n(4) + be32(1500) + be32(8192) + be32(1) + n(4) * 2 + n(16), n(1)[:0] +
            x('00000001c0000001') + n(8) + n(1316), x('80020000') + be32(1) + n(8) + n(28)]),
        ('udt', 'udp', 9001, [x('80000000') + be32(0) + be32(90) + be32(0) + be32(4) + be32(1) + n(4) + be32(1500) +
            be32(25600) + be32(1) + n(4) + be32(0) + n(16), x('80000000') + be32(0) + be32(95) + n(4) + be32(4) +
            be32(1) + n(4) + be32(1500) + be32(25600) + be32(0xffffffff) + n(4) * 2 + n(16)]),
        ('mpeg ts', 'udp', 1234, [(x('47') + be16(0x100 + k) + x('10') +
            n(184)) * 7 if k % 2 else None for k in range(5)]),
        ('rtp mpeg ts', 'udp', 5004, [None, x('8021') + be16(1) + n(4) + source + (x('47010010') + n(184)) * 7, None,
            x('8021') + be16(2) + n(4) + source + (x('47010011') + n(184)) * 7]),
        ('mms', 'tcp', 1755, [x('01000000cefa0bb0') + le32(120) + b'MMS ' + le32(15) + le32(0) + n(8) + le32(13) +
            n(80), x('01000000cefa0bb0') + le32(112) + b'MMS ' + n(100)]),
        ('shoutcast', 'tcp', 8000, [b'GET / HTTP/1.0\r\nIcy-MetaData: 1\r\n\r\n',
            b'ICY 200 OK\r\nicy-name:A station\r\nicy-metaint:8192\r\n\r\n' + n(900)]),
        ('icecast source', 'tcp', 8001,
            [b'SOURCE /stream ICE/1.0\r\nAuthorization: Basic c291cmNlOmhhY2ttZQ==\r\n\r\n',
            b'HTTP/1.0 200 OK\r\n\r\n']),
        ('airtunes timing', 'udp', 6002, [x('80d20007') + be32(0) + bytes(16) + n(8), x('80d30007') + be32(0) +
            n(24)]),
        ('airtunes control', 'udp', 6001, [x('90d40007') + n(4) + n(8) + n(4), x('80d50001') + be16(77) + be16(1)]),
        ('airplay', 'tcp', 7000, [b'GET /info RTSP/1.0\r\nX-Apple-ProtocolVersion: 1\r\nCSeq: 0\r\n\r\n',
            b'RTSP/1.0 200 OK\r\nContent-Type: application/x-apple-binary-plist\r\nContent-Length: 60\r\n\r\nbplist00' +
            n(52)]),
        ('chromecast', 'tcp', 8009, [x('160301') + be16len(x('010000') + bytes([92]) + x('0303') + n(32) + b'\0' +
            x('0004c02bc02f') + x('0100') + be16len(n(49)))]),
        ('squeezebox', 'tcp', 3483, [b'HELO' + be32len(x('0400') + n(6) + n(28)), be16len(b'vers7.9.1'),
            be16len(b'strmq' + n(23)), b'STAT' + be32len(n(53))]),
        ('squeezebox discovery', 'udp', 3483, [b'eIPAD\0NAME\0JSON\0', b'ENAME\5house' + b'JSON\x049000']),
        ('kodi', 'udp', 9777, [b'XBMC' + x('0200') + be16(1) + be32(1) + be32(1) + be16(20) + n(4) + bytes(10) +
            n(20)]),
        ('plex', 'udp', 32414, [b'M-SEARCH * HTTP/1.1\r\n\r\n',
            b'HTTP/1.0 200 OK\r\nContent-Type: plex/media-server\r\nName: house\r\nPort: 32400\r\n\r\n']),
        ('sonos', 'tcp', 1400,
            [b'POST /MediaRenderer/AVTransport/Control HTTP/1.1\r\nHOST: 192.0.2.1:1400\r\nSOAPACTION: "urn:schemas-upnp-org:service:AVTransport:1#Play"\r\nContent-Length: 0\r\n\r\n',
            b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n']),
        ('art-net', 'udp', 6454, [b'Art-Net\0' + x('0020000e0200'), b'Art-Net\0' + x('0021') + n(4) + le16(6454) +
            n(220), b'Art-Net\0' + x('0050000e') + x('0100') + le16(1) + be16len(bytes(512))]),
        ('sacn', 'udp', 5568, [x('00100000') + b'ASC-E1.17\0\0\0' + x('726e00000004') + n(16) + x('725800000002') +
            padded(b'desk', 64) + x('64000001000001') + x('720b02a100000001020100') + bytes(513)]),
        ('osc', 'udp', 8000, [b'/1/fader1\0\0\0,f\0\0' + n(4), b'/1/fader1\0\0\0,f\0\0' + n(4), b'#bundle\0' + n(8) +
            be32len(b'/a\0\0,i\0\0' + be32(1))]),
        ('rtp-midi', 'udp', 5004, [x('ffff494e') + be32(2) + n(4) + source + b'desk\0', x('ffff4f4b') + be32(2) +
            n(4) * 2 + b'piano\0', x('ffff434b') + source + x('00000000') + be64(777) + bytes(16), x('ffff434b') +
            n(4) + x('01000000') + be64(777) + be64(778) + bytes(8)]),
        ('rtp-midi control', 'udp', 5005, [x('ffff434b') + source + x('00000000') + be64(k) +
            bytes(16) for k in range(4)]),
        ('jacktrip', 'udp', 4464, [n(8) + be16(k) + x('8000030802') + b'\0' + n(512) for k in range(4)]),
        ('jamulus', 'udp', 22124, [x('0000') + le16(1001) + b'\1' + le16(2) + b'\1\0' + n(2), x('0000') + le16(1) +
            b'\1' + le16(2) + x('e903') + n(2)]),
        ('dante', 'udp', 4440, [x('27290004') + n(2) + x('10000000'), x('27290010') + n(2) + x('10000001') + n(6)]),
        ('ndi', 'tcp', 5960, [None, x('018000') + n(5) + b'<ndi_version text="5"/>\0', x('018000') + n(5) +
            b'<ndi_identify name="A"/>\0']),
        ('live tv', 'tcp', 2554,
            [b'SETUP rtsp://192.0.2.1:2554/play RTSP/1.0\r\nCSeq: 2\r\nTransport: RTP/AVP;unicast\r\n\r\n']),
        ('hls', 'tcp', 80,
            [b'GET /live/stream.m3u8 HTTP/1.1\r\nHost: tv.example.org\r\nRange: bytes=0-\r\nUser-Agent: stagefright/1.2\r\n\r\n',
            b'HTTP/1.1 206 Partial Content\r\nContent-Type: application/vnd.apple.mpegurl\r\n\r\n#EXTM3U\n#EXTINF:6,\nseg1.ts\n']),
        ('moonlight', 'udp', 47998, [b'PING', x('9000') + be16(1) + n(8) + n(1000), b'PING', x('9000') + be16(2) +
            n(8) + n(1000)]),
        ('parsec', 'udp', 8000, [x('16feff0000000000000000') + be16len(x('0100') + n(100)),
            x('16feff0000000000000000') + be16len(n(60))]),
        ('hikvision sdk', 'tcp', 8000, [be32(32) + x('5a000000') + n(4) + x('00010000') + n(16), be32(16) + n(4) +
            be32(1) + be32(0)]),
        ('dahua', 'tcp', 37777, [x('a0000000') + bytes(4) + padded(b'admin', 8) + padded(b'', 8) +
            x('0502000101 00a1aa'.replace(' ', '')), x('b0000058') + n(4) + n(24)]),
        ('dvrip', 'tcp', 34567, [x('ff000000') + le32(0) * 2 + b'\0\0' + le16(1000) +
            le32len(b'{"EncryptType":"MD5","LoginType":"DVRIP-Web","UserName":"admin"}\n'), x('ff010000') + le32(7) +
            le32(0) + b'\0\0' + le16(1001) + le32len(b'{"Ret":100,"SessionID":"0x00000007"}\n')]),
        ('dvrip discovery', 'udp', 34569, [x('ff010000') + le32(0) * 2 + b'\0\0' + le16(1530) + le32(0),
            x('ff010000') + le32(0) * 2 + b'\0\0' + le16(1531) + le32len(b'{"NetWork.NetCommon":{}}\n')]),
        ('onvif', 'tcp', 8899,
            [b'POST /onvif/device_service HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n<s:Envelope',
            b'HTTP/1.1 401 Unauthorized\r\n\r\n']),
    ]


# --- things at home ---

def home(n):
    def hidden(text):
        key, out = 171, b''

        for byte in text:
            key ^= byte
            out += bytes([key])
        return out

    info = hidden(b'{"system":{"get_sysinfo":{}}}')
    return [
        ('tp-link', 'tcp', 9999, [be32len(info),
            be32len(hidden(b'{"system":{"get_sysinfo":{"sw_ver":"1.5.4","err_code":0}}}'))]),
        ('tp-link discovery', 'udp', 9999, [info,
            hidden(b'{"system":{"get_sysinfo":{"sw_ver":"1.5.4","err_code":0}}}')]),
        ('tp-link tdp', 'udp', 20002, [x('020000010000000000000000463cb5d3'), x('02000001') + be16(300) + x('0100') +
            n(4) * 2 + b'{"result":{"device_type":"SMART.TAPOPLUG"}}']),
        ('tuya', 'tcp', 6668, [x('000055aa') + be32(1) + be32(10) + be32(136) + n(128) + n(4) + x('0000aa55'),
            x('000055aa') + be32(1) + be32(10) + be32(92) + be32(0) + n(80) + n(4) + x('0000aa55'), x('000055aa') +
            be32(2) + be32(9) + be32(8) + n(4) + x('0000aa55')]),
        ('tuya discovery', 'udp', 6667, [x('000055aa') + be32(0) + be32(0x13) + be32(172) + be32(0) + n(160) + n(4) +
            x('0000aa55')]),
        ('miio', 'udp', 54321, [x('21310020') + b'\xff' * 28, x('21310020') + be32(0) + n(4) + be32(700) +
            b'\xff' * 16, x('21310050') + be32(0) + n(4) + be32(701) + n(16) + n(48), x('21310060') + be32(0) + n(4) +
            be32(701) + n(16) + n(64)]),
        ('lifx', 'udp', 56700, [le16(36) + le16(0x3400) + n(4) + bytes(8) + bytes(6) + x('0101') + bytes(8) +
            le16(2) + le16(0), le16(41) + le16(0x1400) + n(4) + n(8) + bytes(6) + x('0001') + bytes(8) + le16(3) +
            le16(0) + b'\1' + le32(56700)]),
        ('yeelight', 'udp', 1982,
            [b'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1982\r\nMAN: "ssdp:discover"\r\nST: wifi_bulb\r\n',
            b'HTTP/1.1 200 OK\r\nLocation: yeelight://192.0.2.9:55443\r\nid: 0x1\r\n']),
        ('yeelight control', 'tcp', 55443, [b'{"id":1,"method":"set_power","params":["on","smooth",500]}\r\n',
            b'{"id":1,"result":["ok"]}\r\n']),
        ('hue stream', 'udp', 2100, [x('16fefd0000000000000000') + be16len(x('0100') + n(90))]),
        ('milight', 'udp', 5987, [x('2000000016020 23ad5edae00e8d1ab1c0fd94f6b1e9e'.replace(' ', '')) + n(6),
            x('2800000011000200') + n(14)]),
        ('broadlink', 'udp', 80, [bytes(8) + le32(2) + n(8) + bytes(4) + n(4) + le16(40000) + bytes(2) + n(2) +
            bytes(4) + x('0600') + bytes(8), x('5aa5aa555aa5aa55') + bytes(24) + n(2) + bytes(2) + x('2a27ee03') +
            n(80)]),
        ('wiz', 'udp', 38899, [b'{"method":"getPilot","params":{}}',
            b'{"method":"getPilot","env":"pro","result":{"mac":"a8bb50","rssi":-60,"state":true}}']),
        ('govee', 'udp', 4003, [b'{"msg":{"cmd":"turn","data":{"value":1}}}']),
        ('esphome', 'tcp', 6053, [x('00') + bytes([14]) + b'\1' + x('0a0c') + b'homeassistan', x('00') + bytes([12]) +
            b'\2' + x('08011007') + x('1a06') + b'sensor', x('000007'), x('000008')]),
        ('matter', 'udp', 5540, [x('00000000') + n(4) + n(8) + x('0520') + n(2) + x('0000') + n(60), x('01000000') +
            n(4) + n(8) + x('0621') + n(2) + x('0000') + n(4) + n(90)]),
        ('homekit', 'tcp', 51827,
            [b'POST /pair-verify HTTP/1.1\r\nHost: a\r\nContent-Type: application/pairing+tlv8\r\nContent-Length: 37\r\n\r\n' +
            x('0601010320') + n(32), b'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n' + n(40)]),
        ('homekit session', 'tcp', 51828, [le16(60) + n(76), le16(200) + n(216), le16(60) + n(76)]),
        ('spotify connect', 'udp', 57621, [b'SpotUdp0' + n(16) + x('0001000495') + n(12)]),
        ('dropbox', 'udp', 17500,
            [b'{"host_int": 1234567, "version": [2, 0], "displayname": "", "port": 17500, "namespaces": [1]}']),
        ('tivo', 'udp', 2190,
            [b'tivoconnect=1\nmethod=broadcast\nplatform=pc\nmachine=a\nidentity={0}\nservices=TiVoMediaServer:80/http\n']),
        ('amx', 'udp', 9131, [b'AMXB<-UUID=001122334455><-SDKClass=Monitor><-Make=A>\r']),
        ('crestron', 'udp', 41794, [x('14000000010400030000') + padded(b'host', 256), x('15000000010400030000') +
            padded(b'MC3', 382)]),
        ('crestron control', 'tcp', 41794, [None, x('0f000102'), x('01000b00000000000340fffff101'),
            x('0200040000000 3'.replace(' ', '')), x('05000500000203 00'.replace(' ', ''))]),
        ('lutron', 'tcp', 23, [None, b'login: ', b'lutron\r\n', b'password: ', b'integration\r\n', b'GNET> ']),
        ('insteon', 'tcp', 25105, [x('0260'), x('0260') + n(6) + x('06'), x('0262') + n(3) + x('0f11ff'), x('0262') +
            n(3) + x('0f11ff06')]),
        ('rfxtrx', 'tcp', 10001, [x('0d00000000') + bytes(9), x('0d00000102') + n(9), x('0a52010 1'.replace(' ',
            '')) + n(7)]),
        ('sma', 'udp', 9522, [b'SMA\0' + x('000402a0ffffffff0000002000000000'), b'SMA\0' +
            x('000402a000000001024400106069') + n(6) + n(4) + n(200)]),
        ('modbus gateway', 'udp', 8899, [x('ff00010102'), x('180030343030') + n(20)]),
        ('solar logger', 'tcp', 10000, [x('a51700104500 00'.replace(' ', '')) + n(4) + x('0200') + n(20) + n(1) +
            x('15'), x('a50a00101500') + n(1) + n(4) + n(10) + n(1) + x('15')]),
        ('apc ups', 'tcp', 3551, [be16len(b'status'), be16len(b'APC      : 001,036,0879\n') +
            be16len(b'STATUS   : ONLINE\n') + be16(0)]),
        ('nut', 'tcp', 3493, [b'LIST UPS\n', b'BEGIN LIST UPS\nUPS ups "desk"\nEND LIST UPS\n']),
        ('x10 dvr', 'udp', 3671, [x('0610020300 0e0801'.replace(' ', '')) + n(6)]),
        ('nest', 'tcp', 11095, [be32len(n(48)), be32len(n(20)), be32len(n(64))]),
        ('echonet', 'udp', 3610, [x('1081') + be16(1) + x('05ff010ef001 6201d600'.replace(' ', '')), x('1081') +
            be16(1) + x('0ef00105ff01 7201d604 01013001'.replace(' ', ''))]),
        ('roomba', 'udp', 5678, [b'irobotmcs',
            b'{"ver":"3","hostname":"iRobot-1","robotname":"A","ip":"192.0.2.9"}']),
        ('samsung tv', 'tcp', 55000, [b'\0' + le16len(b'iphone.iapp.samsung') + le16len(le16(0x64) +
            le16len(b'MTkyLjAuMi4x') + le16len(b'MDAtMTE=') + le16len(b'cmVtb3Rl')), b'\0' +
            le16len(b'iapp.samsung') + le16len(x('64000100'))]),
        ('lg tv', 'tcp', 3000,
            [b'GET / HTTP/1.1\r\nHost: 192.0.2.9:3000\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAA\r\nSec-WebSocket-Version: 13\r\n\r\n',
            b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', x('81fe') +
            be16(130) + n(134)]),
        ('android tv', 'tcp', 6466, [text8('x' * 20)[:21], text8('y' * 30)[:31]]),
        ('fire tv', 'tcp', 8710, [be32len(b'{"action":"announce","id":"1"}'), be32len(b'{"result":true}')]),
        ('firmata', 'tcp', 3030, [x('f079f7'), x('f0790205') + b's\0t\0' + x('f7'), x('e00000')]),
        ('meshtastic', 'tcp', 4403, [x('94c3') + be16len(x('1805')), x('94c3') + be16len(n(40)), x('94c3') +
            be16len(n(60))]),
        ('lora gateway', 'udp', 1700, [x('02') + n(2) + x('02') + n(8), x('02') + n(2) + x('04'), x('02') + n(2) +
            x('00') + n(8) + b'{"rxpk":[{"tmst":3512348611}]}', x('02') + n(2) + x('01')]),
        ('loramac', 'udp', 1701, [x('01') + n(2) + x('02') + n(8), x('01') + n(2) + x('04')]),
        ('weather', 'udp', 50222,
            [b'{"serial_number":"SK-1","type":"rapid_wind","hub_sn":"HB-1","ob":[1493322445,2.3,128]}']),
        ('gps phone', 'udp', 5055, [x('001a') + n(2) + x('01') + n(20), x('0005') + n(2) + x('00')]),
        ('calypso', 'tcp', 8883, [x('160301') + be16len(x('010000') + bytes([60]) + x('0303') + n(32) + b'\0' +
            x('0004c02bc02f') + x('0100') + be16len(n(17)))]),
    ]
