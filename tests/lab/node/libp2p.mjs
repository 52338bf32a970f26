// SPDX-License-Identifier: GPL-3.0-or-later

// libp2p.mjs dht LISTEN                   a node of a distributed hash table; says "address MULTIADDRESS"
// libp2p.mjs serve LISTEN FILE [NODE]     gives FILE away block by block (Bitswap); says "block CID" of each, and
//                                         publishes the first in the hash table of NODE
// libp2p.mjs fetch PEER BLOCKS FILE       fetches the blocks named in the file BLOCKS from PEER, or from whom the
//                                         hash table of PEER names, and writes FILE
//
// LISTEN is a multiaddress: /ip4/…/tcp/4001 or /ip4/…/tcp/4001/ws (Noise and Yamux inside), or
// /ip4/…/udp/4001/quic-v1. "private" before all of this makes it a private network, with a key of its own.

import {appendFileSync, readFileSync} from 'node:fs';
import {noise} from '@chainsafe/libp2p-noise';
import {yamux} from '@chainsafe/libp2p-yamux';
import {createBitswap} from '@helia/bitswap';
import {identify} from '@libp2p/identify';
import {kadDHT, passthroughMapper} from '@libp2p/kad-dht';
import {ping} from '@libp2p/ping';
import {tcp} from '@libp2p/tcp';
import {multiaddr} from '@multiformats/multiaddr';
import {MemoryBlockstore} from 'blockstore-core';
import {createLibp2p} from 'libp2p';
import {CID} from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import {sha256} from 'multiformats/hashes/sha2';

// What older versions of Node.js lack.
globalThis.CustomEvent ??= class CustomEvent extends Event {
	constructor(type, options) {
		super(type, options);
		this.detail = options?.detail;
	}
};
Promise.withResolvers ??= function withResolvers() {
	const deferred = {};
	deferred.promise = new this((resolve, reject) => Object.assign(deferred, {resolve, reject}));
	return deferred;
};

const isPrivate = process.argv[2] === 'private';

const BLOCK = 64 * 1024;
const PATIENCE_MS = 60000;

// What a private network is encrypted with, all of it.
const PRIVATE_KEY = '/key/swarm/psk/1.0.0/\n/base16/\n' + '70656572'.repeat(8);

async function transportOf(address) {
	if (address.includes('/quic'))
		return (await import('@chainsafe/libp2p-quic')).quic();
	if (address.includes('/ws'))
		return (await import('@libp2p/websockets')).webSockets();
	return tcp();
}

async function protectorOf() {
	if (!isPrivate)
		return undefined;
	const {preSharedKey} = await import('@libp2p/pnet');
	return preSharedKey({psk: new TextEncoder().encode(PRIVATE_KEY)});
}

async function makeNode(address, clientMode) {
	const isQuic = address.includes('/quic');
	const node = await createLibp2p({
		addresses: {listen: clientMode ? [] : [address]},
		transports: [await transportOf(address)],
		connectionProtector: await protectorOf(),
		connectionEncrypters: isQuic ? [] : [noise()],
		streamMuxers: isQuic ? [] : [yamux()],
		services: {
			identify: identify(),
			ping: ping(),
			dht: kadDHT({protocol: '/ipfs/lan/kad/1.0.0', peerInfoMapper: passthroughMapper, clientMode}),
		},
	});
	node.addEventListener('peer:connect', (event) => console.log('connected to', event.detail.toString()));
	return node;
}

async function makeBitswap(libp2p, blockstore) {
	const routing = {findProviders: (cid, options) => libp2p.contentRouting.findProviders(cid, options)};
	const bitswap = createBitswap({libp2p, blockstore, routing, logger: libp2p.logger});
	await bitswap.start();
	return bitswap;
}

function sayAddress(node) {
	for (const address of node.getMultiaddrs())
		console.log('address', address.toString());
}

async function dht(listen) {
	sayAddress(await makeNode(listen, false));
}

async function serve(listen, file, other) {
	const node = await makeNode(listen, false);
	const store = new MemoryBlockstore();
	const data = readFileSync(file);
	const cids = [];

	await makeBitswap(node, store);
	for (let at = 0; at < data.length; at += BLOCK) {
		const block = data.subarray(at, at + BLOCK);
		const cid = CID.createV1(raw.code, await sha256.digest(block));
		await store.put(cid, block);
		console.log('block', cid.toString());
		cids.push(cid);
	}
	if (other) {
		await node.dial(multiaddr(other));
		await node.contentRouting.provide(cids[0], {signal: AbortSignal.timeout(PATIENCE_MS)});
	}
	sayAddress(node);
}

async function fetch(peer, blocks, file) {
	const node = await makeNode(peer, true);
	const bitswap = await makeBitswap(node, new MemoryBlockstore());

	await node.dial(multiaddr(peer));
	for (const name of readFileSync(blocks, 'utf8').trim().split('\n'))
		appendFileSync(file, await bitswap.want(CID.parse(name), {signal: AbortSignal.timeout(PATIENCE_MS)}));
	console.log('done');
}

const [mode, ...rest] = process.argv.slice(isPrivate ? 3 : 2);
await ({dht, serve, fetch})[mode](...rest);
