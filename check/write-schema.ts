/** `npm run schema`: writes schema.sql from the migrations. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#database'
import { silentLog } from '#log'
import { templateDatabase, testServerSettings } from '../test/database.ts'
import { describeSchema } from './describe-schema.ts'

const folder = await mkdtemp(join(tmpdir(), 'greenroom-schema-'))
const server = await startEmbedded({
  dataDirectory: folder,
  log: silentLog,
  settings: testServerSettings,
})
try {
  const database = await templateDatabase(server.connection)
  const client = new pg.Client({ ...server.connection, database })
  await client.connect()
  await writeFile(new URL('../schema.sql', import.meta.url), await describeSchema(client))
  await client.end()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
