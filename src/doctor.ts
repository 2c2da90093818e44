/** `doctor`: says in sentences what is wrong with this installation, and what is right. */
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemClock } from '#clock'
import { readSettings, type Settings } from '#config'
import { type Database, migrationFiles } from '#database'
import { isRefusal } from '#errors'
import { silentLog } from '#log'
import { createVault, loadMasterKeys } from '#vault'
import { openDatabase } from './serve.ts'

interface Finding {
  readonly good: boolean
  readonly sentence: string
}

export async function doctor(environment: NodeJS.ProcessEnv): Promise<void> {
  const findings = await examine(environment)
  for (const { good, sentence } of findings) console.log(`${good ? 'ok  ' : 'BAD '} ${sentence}`)
  if (findings.some(({ good }) => !good)) process.exitCode = 1
}

async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const node = nodeFinding()
  let settings: Settings
  try {
    settings = readSettings(environment)
  } catch (error) {
    return [node, badOf(error)]
  }
  return [
    node,
    { good: true, sentence: 'The settings are right.' },
    await directoryFinding(settings),
    await runningHubFinding(settings),
    ...(await databaseFindings(settings)),
  ]
}

function nodeFinding(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  return {
    good: major >= 26,
    sentence: `This is Node ${process.versions.node}; 26 or newer is needed.`,
  }
}

async function directoryFinding({ dataDirectory }: Settings): Promise<Finding> {
  try {
    await access(dataDirectory, constants.W_OK)
    return { good: true, sentence: `The data directory ${dataDirectory} can be written.` }
  } catch {
    const parent = dirname(dataDirectory)
    const canMake = await access(parent, constants.W_OK).then(
      () => true,
      () => false,
    )
    return canMake
      ? {
          good: true,
          sentence: `The data directory ${dataDirectory} will be made at the first start.`,
        }
      : {
          good: false,
          sentence: `The data directory ${dataDirectory} can be neither written nor made: set GREENROOM_DATA_DIR to one that can.`,
        }
  }
}

async function runningHubFinding({ publicUrl, host, port }: Settings): Promise<Finding> {
  try {
    const answer = await fetch(`http://${host}:${port}/readyz`, {
      signal: AbortSignal.timeout(3000),
    })
    return {
      good: answer.ok,
      sentence: `Something answers on ${host}:${port} with ${answer.status}; people reach it at ${publicUrl}.`,
    }
  } catch {
    return { good: true, sentence: `No hub runs on ${host}:${port} now.` }
  }
}

/** With the embedded server a running hub holds the data directory, which is said, not wrong. */
async function databaseFindings(settings: Settings): Promise<Finding[]> {
  try {
    const { database, stopServer } = await openDatabase(settings, silentLog)
    try {
      return [...(await schemaFindings(database)), await secretFinding(settings, database)]
    } finally {
      await database.close()
      await stopServer()
    }
  } catch (error) {
    return [badOf(error)]
  }
}

async function schemaFindings({ pool }: Database): Promise<Finding[]> {
  const { rows } = await pool.query<{ version: string; size: string }>(
    `select current_setting('server_version') as version,
       pg_size_pretty(pg_database_size(current_database())) as size`,
  )
  const { version = '0', size = '' } = rows[0] ?? {}
  const findings = [
    {
      good: Number.parseInt(version, 10) >= 15,
      sentence: `PostgreSQL ${version}, ${size}; 15 or newer is needed.`,
    },
  ]
  const known = await appliedNames(pool)
  const pending = (await migrationFiles()).filter((name) => !known.includes(name))
  const sentence =
    pending.length === 0
      ? 'The database is up to date.'
      : `${pending.length} migrations are pending; the next start applies them.`
  return [...findings, { good: true, sentence }]
}

async function secretFinding(settings: Settings, database: Database): Promise<Finding> {
  const masterKeys = await loadMasterKeys({
    setting: settings.masterKey,
    dataDirectory: settings.dataDirectory,
  })
  const vault = createVault({ masterKeys, clock: systemClock })
  const use = await vault.keyUse(database.db)
  return use.unknown === 0
    ? { good: true, sentence: `All stored credentials can be read (${use.current + use.older}).` }
    : {
        good: false,
        sentence: `${use.unknown} stored credentials cannot be read with this master key: give the old one too, GREENROOM_MASTER_KEY=new,old.`,
      }
}

function badOf(error: unknown): Finding {
  const sentence = isRefusal(error)
    ? `${error.sentence} ${error.advice}`
    : `${error instanceof Error ? error.message : String(error)}`
  return { good: false, sentence }
}

/** None in a database that no hub has started on. */
async function appliedNames(pool: Database['pool']): Promise<string[]> {
  const exists = await pool.query(`select 1 from pg_tables where tablename = 'gr_migration'`)
  if (exists.rowCount === 0) return []
  const { rows } = await pool.query<{ name: string }>('select name from gr_migration')
  return rows.map((row) => row.name)
}
