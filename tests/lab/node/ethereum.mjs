// SPDX-License-Identifier: GPL-3.0-or-later

// ethereum.mjs discover ADDRESS [BOOT-ADDRESS]   discovery 4 on port 30303; says "found ADDRESS" of every other node
// ethereum.mjs serve ADDRESS FILE                RLPx on port 30303; answers for block bodies with pieces of FILE
// ethereum.mjs fetch ADDRESS SERVER FILE         asks that one for all of them, and writes FILE
//
// A node's key is made of its address, so that each knows the other's.

import {createHash} from 'node:crypto';
import {createSocket} from 'node:dgram';
import {appendFileSync, readFileSync} from 'node:fs';
import {isIPv6} from 'node:net';
import {Common, Mainnet} from '@ethereumjs/common';
import * as devp2p from '@ethereumjs/devp2p';
import {secp256k1} from 'ethereum-cryptography/secp256k1.js';

const PORT = 30303;
const PIECE = 100000;

const common = new Common({chain: Mainnet});
const [mode, address, ...rest] = process.argv.slice(2);

const keyOf = (name) => new Uint8Array(createHash('sha256').update('peerwall lab ' + name).digest());
const nodeIdOf = (name) => devp2p.pk2id(secp256k1.getPublicKey(keyOf(name), false));

function discover(boot) {
	const dpt = new devp2p.DPT(keyOf(address), {
		endpoint: {address, udpPort: PORT, tcpPort: PORT},
		createSocket: () => createSocket(isIPv6(address) ? 'udp6' : 'udp4'),
		refreshInterval: 5000,
		common,
	});
	dpt.events.on('error', (error) => console.log('error', error.message));
	dpt.events.on('peer:new', (peer) => console.log('found', peer.address));
	dpt.events.on('listening', () => console.log('ready'));
	dpt.bind(PORT, address);
	if (boot)
		dpt.bootstrap({address: boot, udpPort: PORT, tcpPort: PORT});
}

function greet(peer) {
	const eth = peer.getProtocols()[0];

	console.log('hello of', peer.getHelloMessage().clientId);
	eth.sendStatus({td: new Uint8Array([1]), bestHash: new Uint8Array(32), genesisHash: new Uint8Array(32)});
	return eth;
}

function makeRlpx() {
	const rlpx = new devp2p.RLPx(keyOf(address), {capabilities: [devp2p.ETH.eth68], common, listenPort: PORT});
	rlpx.events.on('error', (error) => console.log('error', error.message));
	rlpx.events.on('peer:error', (peer, error) => console.log('peer error', error.message));
	rlpx.events.on('peer:removed', (peer, reason) => console.log('gone', reason));
	return rlpx;
}

function serve(file) {
	const data = readFileSync(file);
	const rlpx = makeRlpx();
	rlpx.events.on('peer:added', (peer) => {
		const eth = greet(peer);
		eth.events.on('message', (code, payload) => {
			if (code !== devp2p.EthMessageCodes.GET_BLOCK_BODIES)
				return;
			const number = Buffer.from(payload[1][0]).readUInt32BE(0);
			const piece = data.subarray(number * PIECE, (number + 1) * PIECE);
			eth.sendMessage(devp2p.EthMessageCodes.BLOCK_BODIES, [payload[0], [new Uint8Array(piece)]]);
		});
	});
	rlpx.events.on('listening', () => console.log('ready'));
	rlpx.listen(PORT, address);
}

function fetch(server, file) {
	const rlpx = makeRlpx();
	rlpx.events.on('peer:added', (peer) => {
		const eth = greet(peer);
		let number = 0;
		const ask = () => {
			const hash = Buffer.alloc(32);
			hash.writeUInt32BE(number, 0);
			eth.sendMessage(devp2p.EthMessageCodes.GET_BLOCK_BODIES, [new Uint8Array([number + 1]), [new Uint8Array(hash)]]);
			number++;
		};
		eth.events.on('status', () => { console.log('status'); ask(); });
		eth.events.on('message', (code, payload) => {
			if (code !== devp2p.EthMessageCodes.BLOCK_BODIES)
				return;
			const piece = payload[1][0];
			appendFileSync(file, piece);
			if (piece.length === PIECE)
				ask();
		});
	});
	rlpx.connect({id: nodeIdOf(server), address: server, tcpPort: PORT}).catch((error) => console.log('error', error.message));
}

({discover, serve, fetch})[mode](...rest);
