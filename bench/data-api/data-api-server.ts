/** The Data API alone, over every table of the hub, in a process of its own: database URL, port. */
import { systemClock } from '#clock'
import { registerDataApi } from '#data-api'
import { connect, createTableCatalogue } from '#database'
import { createHttpServer } from '#http'
import { createIdentity, mayDo } from '#identity'
import { silentLog } from '#log'
import { createPipeline } from '#pipeline'
import { allRelationships, allTables } from '../../src/all-tables.ts'

const [url = '', port = '0'] = process.argv.slice(2)
const publicUrl = `http://127.0.0.1:${port}`
const clock = systemClock
const log = silentLog
const database = connect(
  { url },
  {
    applicationName: 'bench server',
    poolSize: 10,
    statementTimeoutMs: 30_000,
    onIdleError: () => undefined,
  },
)
const pipeline = createPipeline({
  db: database.db,
  tables: allTables,
  relationships: allRelationships,
  clock,
  log,
  enqueue: async () => undefined,
  secrets: { put: unused, remove: unused } as never,
  mayDo,
})
const identity = createIdentity({ db: database.db, pipeline, clock })
const server = await createHttpServer({ log, publicUrl })
await registerDataApi(server, {
  database,
  pipeline,
  identity,
  clock,
  log,
  publicUrl,
  catalogue: createTableCatalogue({ database, tables: allTables, onFailure: unused }),
  relationships: allRelationships,
})
server.get('/readyz', () => {
  globalThis.gc?.()
  const { rss, heapUsed: heap } = process.memoryUsage()
  return { rss, heap }
})
await server.listen({ port: Number(port), host: '127.0.0.1' })
process.on('SIGTERM', () => process.exit(0))

function unused(): never {
  throw new Error('The benchmark writes no secrets.')
}
