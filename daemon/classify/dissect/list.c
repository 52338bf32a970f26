/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

/*
 * All dissectors. The order is priority: of several that know a piece of
 * payload the first one's answer counts. So exact handshakes stand before
 * looser shapes, and the peer-to-peer protocols that live inside a plain one
 * (a tracker inside HTTP) before it.
 */
const struct dissector *const dissectors[] = {
	/* ---- peer-to-peer and file sharing: exact handshakes ---- */
	&dissect_bt_wire,
	&dissect_bt_dht,
	&dissect_bt_lsd,
	&dissect_blizzard,	/* a tracker's request with the downloader's name in it */
	&dissect_bt_http_tracker,
	&dissect_bt_web_seed,
	&dissect_bt_udp_tracker,
	&dissect_gnutella,
	&dissect_nmdc,
	&dissect_adc,
	&dissect_edonkey,
	&dissect_smb,
	&dissect_netbios,

	/* ---- currencies and overlays ---- */
	&dissect_signature,
	&dissect_tls_alpn,
	&dissect_quic_alpn,
	&dissect_tor,
	&dissect_bitcoin,
	&dissect_eth_rlpx,
	&dissect_eth_discovery,
	&dissect_nano,
	&dissect_stratum,
	&dissect_hyperswarm,
	&dissect_gnunet,
	&dissect_gnunet_broadcast,
	&dissect_retroshare,
	&dissect_retroshare_tls,
	&dissect_freenet,
	&dissect_i2p,

	/* ---- streaming, calls, old networks ---- */
	&dissect_websocket,
	&dissect_old_http,
	&dissect_fasttrack,
	&dissect_napster,
	&dissect_pairs,
	&dissect_openft,
	&dissect_imesh,
	&dissect_tvants,
	&dissect_zerotier,
	&dissect_soulseek,
	&dissect_soulseek_hidden,
	&dissect_skype,

	/* ---- NAT traversal: before every shape that proves less ---- */
	&dissect_stun,
	&dissect_turn,
	&dissect_turn_tls,
	&dissect_teredo,
	&dissect_nat_pmp,
	&dissect_pcp,
	&dissect_upnp_igd,

	/* ---- plain protocols ---- */
	&dissect_tls,
	&dissect_ssl2,
	&dissect_http,
	&dissect_dns,
	&dissect_magic,
	&dissect_banner,
	&dissect_quic,
	&dissect_dtls,
	&dissect_ntp,
	&dissect_dhcp,
	&dissect_dhcpv6,
	&dissect_openvpn,
	&dissect_ipsec,
	&dissect_wireguard,
	&dissect_snmp,
	&dissect_ldap,
	&dissect_kerberos,
	&dissect_mysql,
	&dissect_pgsql,
	&dissect_redis,
	&dissect_mongodb,
	&dissect_mqtt,
	&dissect_tds,
	&dissect_onc,
	&dissect_dce,
	&dissect_rx,
	&dissect_telnet,
	&dissect_rdp,
	&dissect_socks,
	&dissect_tftp,
	&dissect_syslog,
	&dissect_wsd,
	&dissect_xmpp,
	&dissect_bgp,
	&dissect_dnp3,
	&dissect_x11,
	&dissect_drda,
	&dissect_rtmp,
	&dissect_shape,
	&dissect_rtp,

	/* ---- peer-to-peer: looser shapes, which may look like one of the above ---- */
	&dissect_bt_utp,
	&dissect_bt_vuze,
	&dissect_gnutella_udp,
	&dissect_g2,
	&dissect_kad,
	&dissect_edonkey_udp,
	&dissect_bt_mse,

	/* ---- streaming, calls, old networks: looser shapes ---- */
	&dissect_skype_udp,
	&dissect_kontiki,
	&dissect_ppstream,
	&dissect_winmx,
	&dissect_xunlei,
	&dissect_waste,

	/* ---- currencies and overlays: looser shapes ---- */
	&dissect_tox,
	&dissect_tox_tcp,

	NULL,
};
