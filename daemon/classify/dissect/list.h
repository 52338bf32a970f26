/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PEERWALL_CLASSIFY_DISSECT_LIST_H
#define PEERWALL_CLASSIFY_DISSECT_LIST_H

#include "../dissect.h"

/* Every dissector there is, each in a file of its own name; list.c puts them in order. */

/* ---- peer-to-peer and file sharing ---- */
extern const struct dissector dissect_adc;
extern const struct dissector dissect_bt_dht;
extern const struct dissector dissect_bt_http_tracker;
extern const struct dissector dissect_bt_lsd;
extern const struct dissector dissect_bt_mse;
extern const struct dissector dissect_bt_udp_tracker;
extern const struct dissector dissect_bt_utp;
extern const struct dissector dissect_bt_vuze;
extern const struct dissector dissect_bt_web_seed;
extern const struct dissector dissect_bt_wire;
extern const struct dissector dissect_edonkey;
extern const struct dissector dissect_edonkey_udp;
extern const struct dissector dissect_g2;
extern const struct dissector dissect_gnutella;
extern const struct dissector dissect_gnutella_udp;
extern const struct dissector dissect_kad;
extern const struct dissector dissect_netbios;
extern const struct dissector dissect_nmdc;
extern const struct dissector dissect_smb;

/* ---- currencies and overlays ---- */
extern const struct dissector dissect_bitcoin;
extern const struct dissector dissect_eth_discovery;
extern const struct dissector dissect_eth_rlpx;
extern const struct dissector dissect_gnunet;
extern const struct dissector dissect_gnunet_broadcast;
extern const struct dissector dissect_retroshare;
extern const struct dissector dissect_retroshare_tls;
extern const struct dissector dissect_freenet;
extern const struct dissector dissect_i2p;
extern const struct dissector dissect_hyperswarm;
extern const struct dissector dissect_nano;
extern const struct dissector dissect_quic_alpn;
extern const struct dissector dissect_signature;
extern const struct dissector dissect_stratum;
extern const struct dissector dissect_tls_alpn;
extern const struct dissector dissect_tor;
extern const struct dissector dissect_tox;
extern const struct dissector dissect_tox_tcp;

/* ---- NAT traversal ---- */
extern const struct dissector dissect_nat_pmp;
extern const struct dissector dissect_pcp;
extern const struct dissector dissect_stun;
extern const struct dissector dissect_teredo;
extern const struct dissector dissect_turn;
extern const struct dissector dissect_turn_tls;
extern const struct dissector dissect_upnp_igd;

/* ---- streaming, calls, old networks ---- */
extern const struct dissector dissect_fasttrack;
extern const struct dissector dissect_kontiki;
extern const struct dissector dissect_napster;
extern const struct dissector dissect_old_http;
extern const struct dissector dissect_pairs;
extern const struct dissector dissect_tvants;
extern const struct dissector dissect_waste;
extern const struct dissector dissect_winmx;
extern const struct dissector dissect_zerotier;
extern const struct dissector dissect_ppstream;
extern const struct dissector dissect_skype;
extern const struct dissector dissect_skype_udp;
extern const struct dissector dissect_soulseek;
extern const struct dissector dissect_soulseek_hidden;
extern const struct dissector dissect_websocket;
extern const struct dissector dissect_imesh;
extern const struct dissector dissect_openft;
extern const struct dissector dissect_blizzard;
extern const struct dissector dissect_xunlei;

/* ---- plain protocols ---- */
extern const struct dissector dissect_tls;
extern const struct dissector dissect_ssl2;
extern const struct dissector dissect_http;
extern const struct dissector dissect_dns;
extern const struct dissector dissect_magic;
extern const struct dissector dissect_banner;
extern const struct dissector dissect_quic;
extern const struct dissector dissect_dtls;
extern const struct dissector dissect_ntp;
extern const struct dissector dissect_dhcp;
extern const struct dissector dissect_dhcpv6;
extern const struct dissector dissect_openvpn;
extern const struct dissector dissect_ipsec;
extern const struct dissector dissect_wireguard;
extern const struct dissector dissect_snmp;
extern const struct dissector dissect_ldap;
extern const struct dissector dissect_kerberos;
extern const struct dissector dissect_mysql;
extern const struct dissector dissect_pgsql;
extern const struct dissector dissect_redis;
extern const struct dissector dissect_mongodb;
extern const struct dissector dissect_mqtt;
extern const struct dissector dissect_tds;
extern const struct dissector dissect_onc;
extern const struct dissector dissect_dce;
extern const struct dissector dissect_rx;
extern const struct dissector dissect_telnet;
extern const struct dissector dissect_rdp;
extern const struct dissector dissect_socks;
extern const struct dissector dissect_tftp;
extern const struct dissector dissect_syslog;
extern const struct dissector dissect_wsd;
extern const struct dissector dissect_xmpp;
extern const struct dissector dissect_bgp;
extern const struct dissector dissect_dnp3;
extern const struct dissector dissect_x11;
extern const struct dissector dissect_drda;
extern const struct dissector dissect_rtmp;
extern const struct dissector dissect_shape;
extern const struct dissector dissect_rtp;

#endif
