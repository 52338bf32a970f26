// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// bcoin-miner.js ADDRESS MEGABYTES: bcoin on regtest, its port 48444 on that address. Its chain has a hundred
// blocks, and one for each megabyte of random bytes. Says "mined" when all is there.

const crypto = require('crypto');
const {FullNode, KeyRing, MTX, Script} = require('bcoin');

const [address, megabytes] = process.argv.slice(2);
const OP_RETURN = 0x6a, OP_PUSHDATA4 = 0x4e;
const BYTES = 900000;

function dataScript() {
	const head = Buffer.alloc(6);
	head[0] = OP_RETURN;
	head[1] = OP_PUSHDATA4;
	head.writeUInt32LE(BYTES, 2);
	return Script.fromRaw(Buffer.concat([head, crypto.randomBytes(BYTES)]));
}

async function mineData(node, coinbase, ring) {
	const transaction = new MTX();
	transaction.addTX(coinbase, 0);
	transaction.addOutput({value: 0, script: dataScript()});
	transaction.sign(ring);
	const job = await node.miner.createJob();
	job.pushTX(transaction.toTX());
	job.refresh();
	await node.chain.add(await job.mineAsync());
}

async function main() {
	const node = new FullNode({
		network: 'regtest', memory: true, listen: true, host: address, publicHost: address, bip37: true,
		logConsole: true, logLevel: 'info',
	});
	const ring = KeyRing.generate('regtest');
	const blocks = Number(megabytes);

	await node.open();
	node.miner.addAddress(ring.getAddress());
	for (let n = 0; n < 100 + blocks; n++)
		await node.chain.add(await node.miner.mineBlock());
	for (let n = 1; n <= blocks; n++)
		await mineData(node, (await node.chain.getBlock(n)).txs[0], ring);
	await node.connect();
	node.startSync();
	console.log('mined %d blocks', node.chain.height);
}

main().catch((error) => { console.error(error); process.exit(1); });
