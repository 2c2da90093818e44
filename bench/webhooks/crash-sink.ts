/**
 * A receiver in a process of its own that is to be killed: it answers 200 only when its parent
 * knows of the request, so that what it has taken is never forgotten with it.
 */
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { PrimaryEntityId: id } = JSON.parse(Buffer.concat(chunks).toString()) as {
      PrimaryEntityId: string
    }
    // Some are always under way when something is killed.
    process.send?.(id, () => setTimeout(() => response.end(), 50))
  })
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'))
process.on('disconnect', () => process.exit())
