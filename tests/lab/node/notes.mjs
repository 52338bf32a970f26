// SPDX-License-Identifier: GPL-3.0-or-later
//
// notes.mjs DIRECTORY: what a page in a browser beside it needs, on 127.0.0.1:8080. Serves the pages of this
// folder. A page PUTs a note to /notes/NAME, which becomes a file of DIRECTORY; a GET is answered as soon as
// the file is there. Two of them with one directory pass notes from page to page.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const notes = process.argv[2]
const here = path.dirname(fileURLToPath(import.meta.url))
const types = { '.html': 'text/html', '.js': 'text/javascript' }

function take (request, name) {
  return new Promise(resolve => {
    const parts = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      fs.writeFileSync(path.join(notes, '.' + name), Buffer.concat(parts))
      fs.renameSync(path.join(notes, '.' + name), path.join(notes, name))
      resolve()
    })
  })
}

async function appears (name) {
  for (let n = 0; n < 1200 && !fs.existsSync(name); n++) await new Promise(resolve => setTimeout(resolve, 50))
}

async function answer (request, response) {
  const url = new URL(request.url, 'http://localhost')
  const note = url.pathname.match(/^\/notes\/([\w.-]+)$/)?.[1]

  if (note && request.method === 'PUT') {
    await take(request, note)
    return response.end()
  }
  const file = note ? path.join(notes, note) : path.join(here, path.normalize(url.pathname))
  if (note) await appears(file)
  if (!fs.existsSync(file)) return response.writeHead(404).end()
  response.writeHead(200, { 'Content-Type': types[path.extname(file)] || 'application/octet-stream' })
  fs.createReadStream(file).pipe(response)
}

http.createServer((request, response) => answer(request, response).catch(error => {
  console.log(error.message)
  response.destroy()
})).listen(8080, '127.0.0.1')
