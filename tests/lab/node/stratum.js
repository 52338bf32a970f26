// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// stratum.js pool ADDRESS      a mining pool on port 3333 (module stratum): gives work, and takes every share
// stratum.js miner ADDRESS     a miner of that pool (module stratum-client): says "accepted" when its share was taken

const PORT = 3333;
const [mode, address] = process.argv.slice(2);

const WORK = ['bf', '00000000d48a84c146910cfff0c9fd37052ec4c220e083a37ec9a09964e77d2d',
	'01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff20020862062f503253482f04b8864e5008',
	'072f736c7573682f000000000100f2052a010000001976a914d23fcdf86f7e756a64a7a9688ef9903327048ed988ac00000000',
	['61e90d4998b4a30d5a939e7e8b9a77d0b6abae6d30e827d00a45b57052cc6812'], '00000002', 'ffff001d', 'e8dc3c50', false];

function pool() {
	const {Server} = require('stratum');
	const server = Server.create({
		settings: {hostname: address, host: address, port: PORT, toobusy: 10000},
		rpc: {host: '127.0.0.1', port: 1337, mode: 'tcp', password: '0'.repeat(64)},
	});
	server.on('mining', (request, answer, socket) => {
		console.log(request.method, JSON.stringify(request.params));
		switch (request.method) {
		case 'subscribe':
			answer.resolve(['b4b6693b72a50c7116db18d6497cac52', 'ae6812eb4cd7735a302a8a9dd95cf71f', '08000002', 4]);
			break;
		case 'authorize':
			answer.resolve([true]);
			answer.promise.then(() => { socket.set_difficulty([1]); socket.notify(WORK); });
			break;
		case 'submit':
			answer.resolve([true]);
			break;
		}
	});
	server.listen().then(() => console.log('ready'));
}

function miner() {
	const client = require('stratum-client')({
		server: address, port: PORT, worker: 'lab.1', password: 'x', autoReconnectOnError: false,
		onError: (error) => console.log('error', error.message),
		onSubscribe: () => console.log('subscribed'),
		onAuthorizeSuccess: () => console.log('authorized'),
		onNewMiningWork: (work) => client.submit({
			worker_name: 'lab.1', job_id: work.jobId, extranonce2: '00000000', ntime: work.ntime, nonce: 'b2957c02',
		}),
		onSubmitWorkSuccess: () => console.log('accepted'),
		onSubmitWorkFail: (error) => console.log('refused', error),
	});
}

({pool, miner})[mode]();
