/**
 * SAP CAP on views over the same tables, installed for this run into a temporary folder: `npm ci`
 * with the versions pinned in `cap/package-lock.json`. Its settings are those for production:
 * NODE_ENV, a pool as large as ours, no log of requests, no outbox; nobody signs in.
 */
import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import type { TestServer } from '../../test/database.ts'
import { type Server, startServer } from './servers.ts'

const run = promisify(execFile)
const model = fileURLToPath(new URL('./cap/', import.meta.url))

/** Undefined, and a sentence on the console, where the packages cannot be installed. */
export async function startCap(target: TestServer, folder: string): Promise<Server | undefined> {
  const place = join(folder, 'cap')
  await cp(model, place, { recursive: true })
  try {
    const shell = process.platform === 'win32'
    const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
    await run('npm', words, { cwd: place, shell, timeout: 180_000 })
  } catch (error) {
    console.log(`SAP CAP could not be installed and is left out: ${reason(error)}`)
    return undefined
  }
  await makeViews(target)
  return await startServer({
    name: 'SAP CAP',
    speaks: 'those of CAP',
    folder: place,
    environment: { CDS_CONFIG: JSON.stringify(settings(target)) },
    arguments: () => [join(place, 'node_modules/@sap/cds/bin/serve.js')],
    ready: '/bench/contacts?$top=1',
  })
}

function reason(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return said.split('\n').find((line) => line.includes('error')) ?? said
}

const settings = (credentials: TestServer) => ({
  requires: {
    auth: { kind: 'dummy' },
    queue: false,
    db: { kind: 'postgres', impl: '@cap-js/postgres', credentials, pool: { max: 10 } },
  },
  log: { levels: { odata: 'warn', cds: 'warn' } },
})

/** CAP names columns after its model: an association `contact` has the key `contact_contactid`. */
async function makeViews(target: TestServer): Promise<void> {
  const client = new pg.Client(target)
  await client.connect()
  await client.query(`
    create view bench_contacts as
      select contactid, versionnumber, firstname, lastname, emailaddress1, jobtitle, createdon
      from contact;
    create view bench_registrations as
      select msevtmgt_eventregistrationid, versionnumber, msevtmgt_name, createdon, statuscode,
        msevtmgt_eventid as eventid, msevtmgt_contactid as contact_contactid
      from msevtmgt_eventregistration`)
  await client.end()
}
