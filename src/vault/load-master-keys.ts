import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isRefusal } from '#errors'
import { masterKeyBytes } from './master-key.ts'
import { refusals } from './refusals.ts'

export interface MasterKeySource {
  /** `GREENROOM_MASTER_KEY`: base64, during a rotation several separated by commas. */
  readonly setting: string | undefined
  /** Holds `master.key` where the setting is not given: one key a line. */
  readonly dataDirectory: string
}

/**
 * The master keys for `createVault`, the current one first. Without the setting they are in
 * `master.key` in the data directory, which is made on the first start, readable by its owner
 * only. Refuses with `master-key-invalid`, `master-key-exposed` or `master-key-unreachable`.
 */
export async function loadMasterKeys(source: MasterKeySource): Promise<readonly Uint8Array[]> {
  if (source.setting !== undefined) return parseKeys('GREENROOM_MASTER_KEY', source.setting)
  const path = join(source.dataDirectory, 'master.key')
  try {
    await makeOnce(source.dataDirectory, path)
    await refuseExposed(path)
    return parseKeys(`${path} (instead of GREENROOM_MASTER_KEY)`, await readFile(path, 'utf8'))
  } catch (cause) {
    if (isRefusal(cause)) throw cause
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : 'it failed'
    throw refusals['master-key-unreachable']({ path, problem }, { cause })
  }
}

/** Standard or URL-safe base64, with or without padding. */
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/

function parseKeys(source: string, text: string): readonly Uint8Array[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  if (parts.length === 0) throw refusals['master-key-invalid']({ source, problem: 'it is empty' })
  return parts.map((part) => parseKey(source, part))
}

function parseKey(source: string, part: string): Uint8Array {
  if (!base64.test(part)) {
    throw refusals['master-key-invalid']({ source, problem: 'it is not base64' })
  }
  const bytes = Buffer.from(part, 'base64')
  if (bytes.byteLength === masterKeyBytes) return bytes
  const problem = `it is ${bytes.byteLength} bytes long, not ${masterKeyBytes}`
  throw refusals['master-key-invalid']({ source, problem })
}

/**
 * The key is written and flushed under another name and then linked to its own: link fails where
 * the name exists, so of many processes one wins, and none ever sees half a key.
 */
async function makeOnce(directory: string, path: string): Promise<void> {
  if (await exists(path)) return
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  await writeDraft(draft)
  try {
    await link(draft, path)
    await flushFolder(directory)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

async function writeDraft(draft: string): Promise<void> {
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(masterKeyBytes).toString('base64')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Else a power cut may lose the name while the database keeps what the key has wrapped. */
async function flushFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Windows has no such mode bits. */
async function refuseExposed(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) throw refusals['master-key-exposed']({ path })
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
