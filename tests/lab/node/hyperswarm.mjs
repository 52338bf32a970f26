// SPDX-License-Identifier: GPL-3.0-or-later

// hyperswarm.mjs dht ADDRESS             a distributed hash table: its bootstrap node on port 49737, and some more
// hyperswarm.mjs serve BOOTSTRAP FILE    is found under the lab's topic, and gives whoever comes the file
// hyperswarm.mjs fetch BOOTSTRAP FILE    looks for the topic, and writes what it is given

import {createHash} from 'node:crypto';
import {createReadStream, createWriteStream} from 'node:fs';
import HyperDHT from 'hyperdht';
import createTestnet from 'hyperdht/testnet.js';
import Hyperswarm from 'hyperswarm';

const PORT = 49737;
const NODES = 4;

const topic = createHash('sha256').update('peerwall lab').digest();
const [mode, address, file] = process.argv.slice(2);

const makeSwarm = () => new Hyperswarm({dht: new HyperDHT({bootstrap: [{host: address, port: PORT}]})});

async function dht() {
	await createTestnet(NODES, {host: address, port: PORT});
	console.log('ready');
}

async function serve() {
	const swarm = makeSwarm();
	swarm.on('connection', (connection) => {
		console.log('a connection');
		connection.on('error', (error) => console.log('error', error.message));
		createReadStream(file).pipe(connection);
	});
	await swarm.join(topic, {server: true, client: false}).flushed();
	console.log('ready');
}

function fetch() {
	const swarm = makeSwarm();
	swarm.on('connection', (connection) => {
		console.log('a connection');
		connection.on('error', (error) => console.log('error', error.message));
		connection.pipe(createWriteStream(file));
	});
	swarm.join(topic, {server: false, client: true});
}

await ({dht, serve, fetch})[mode]();
