// SPDX-License-Identifier: GPL-3.0-or-later
//
// node slsk.js SERVER PORT USER QUERY OUT: logs in with slsk-client, searches, and downloads the first find to OUT.
'use strict'
const fs = require('fs')
const slsk = require('slsk-client')

const [host, port, user, query, path] = process.argv.slice(2)

const fail = err => {
  console.log('failed: ' + err.message)
  process.exit(1)
}

// slsk-client makes this folder, and needs it only where no path is given.
process.on('exit', () => { try { fs.rmdirSync('/tmp/slsk') } catch (err) {} })
process.on('SIGTERM', () => process.exit(0))

slsk.connect({ host, port: Number(port), user, pass: 'secret' }, (err, client) => {
  if (err) fail(err)
  console.log('logged in')
  let found = null
  client.on('found', file => {
    if (found) return
    found = file
    console.log('found ' + file.file + ' ' + file.size)
    setTimeout(() => client.download({ file, path }, (err, data) => {
      if (err) fail(err)
      console.log('downloaded ' + data.buffer.length)
    }), 500)
  })
  client.search({ req: query, timeout: 8000 }, () => {})
})
