// SPDX-License-Identifier: GPL-3.0-or-later
//
// webtorrent.mjs TORRENT DIRECTORY PORT [tcp|utp|webrtc]: WebTorrent seeds what lies in DIRECTORY, and fetches
// what does not, over that transport alone. Says "complete" when all is there.
import fs from 'node:fs'
import WebTorrent from 'webtorrent'

const [torrentFile, directory, port, transport] = process.argv.slice(2)

const client = new WebTorrent({
  torrentPort: Number(port),
  utp: transport === 'utp',
  tracker: transport === 'webrtc' ? { rtcConfig: { iceServers: [] } } : { wrtc: false },
  dht: false,
  lsd: false,
  natUpnp: false,
  natPmp: false,
  utPex: false
})

client.on('error', error => console.log('client:', error.message))

client.add(fs.readFileSync(torrentFile), { path: directory }, torrent => {
  console.log('added', torrent.infoHash)
  if (torrent.done) console.log('complete')
  torrent.on('done', () => console.log('complete'))
  torrent.on('wire', wire => console.log('peer', wire.type, wire.remoteAddress))
  torrent.on('warning', warning => console.log('warning:', warning.message || warning))
})
