// SPDX-License-Identifier: GPL-3.0-or-later

// discv5.mjs ADDRESS [BOOT-RECORD]: Ethereum's discovery 5 on port 9000. Says "record ENR" of itself, and
// "found ADDRESS" of every other node that it hears of.

import {generateKeyPair} from '@libp2p/crypto/keys';
import {Discv5} from '@chainsafe/discv5';
import {ENR, SignableENR} from '@chainsafe/enr';
import {multiaddr} from '@multiformats/multiaddr';

const PORT = 9000;
const ROUNDS = 20;
const ROUND_MS = 500;

const [address, boot] = process.argv.slice(2);

const privateKey = await generateKeyPair('secp256k1');
const listen = multiaddr(`/ip4/${address}/udp/${PORT}`);
const record = SignableENR.createFromPrivateKey(privateKey);
record.setLocationMultiaddr(listen);

const node = Discv5.create({enr: record, privateKey, bindAddrs: {ip4: listen}, config: {enrUpdate: false}});
const found = new Set();
const note = (enr) => {
	if (!enr.ip || enr.ip === address || found.has(enr.ip))
		return;
	found.add(enr.ip);
	console.log('found', enr.ip);
};
if (boot)
	node.addEnr(ENR.decodeTxt(boot));
node.on('discovered', note);
node.on('enrAdded', note);
await node.start();
console.log('record', record.encodeTxt());
for (let n = 0; boot && n < ROUNDS; n++) {
	await node.findRandomNode();
	await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
}
