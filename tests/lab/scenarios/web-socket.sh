# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium python3-websockets nginx openssl
#
# A page in Chromium sends random bytes over a WebSocket and gets them back.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
known_as o1

labels() {
	owned chromium other:websocket
	owned nginx other:http
	owned server other:websocket
}

setup() {
	mkdir "$tmp/www"
	cat >"$tmp/www/index.html" <<-'END'
		<!doctype html><title>Echo</title><script>
		const sent = [], socket = new WebSocket('ws://server.test:8765/')
		socket.binaryType = 'arraybuffer'
		function next() {
			const bytes = crypto.getRandomValues(new Uint8Array(1 + Math.random() * 2000))
			sent.push(bytes)
			socket.send(bytes)
		}
		let good = 0
		socket.onopen = next
		socket.onmessage = message => {
			const got = new Uint8Array(message.data), bytes = sent[sent.length - 1]
			if (got.length === bytes.length && got.every((b, n) => b === bytes[n]))
				good++
			if (sent.length < 30) next(); else fetch('done?' + good)
		}
		</script>
	END
	echo yes >"$tmp/www/done"
	cat >"$tmp/echo.py" <<-'END'
		import asyncio
		import websockets
		async def echo(socket):
		    async for message in socket:
		        await socket.send(message)
		async def main():
		    async with websockets.serve(echo, '0.0.0.0', 8765):
		        await asyncio.Future()
		asyncio.run(main())
	END
	spawn o1 server python3 "$tmp/echo.py"
	lab_web o1 nginx "$tmp/www" "access_log $tmp/home-nginx/access.log;" && wait_for 10 listens "$(ns o1)" 8765
}

go() { chromium_at l1 chromium http://server.test/index.html --disable-quic; }

proved() { grep -q 'GET /done?30 ' "$tmp/home-nginx/access.log"; }
versions() { version_of chromium; version_of python3-websockets; }
