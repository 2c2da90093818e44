import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { isRefusal, type Refusal } from '#errors'
import { silentLog } from '#log'
import { nobody, temporaryDirectory, unlessRoot } from './hub-for-tests.ts'
import { type LocatedBinaries, locateBinaries } from './locate-binaries.ts'
import { prepareBinaries, removeOldCopies } from './prepare-binaries.ts'
import { executable, runAs } from './server-plan.ts'

async function copiedPackage(directory: string): Promise<LocatedBinaries> {
  const { directory: from, key } = await locateBinaries()
  const native = join(directory, 'native')
  await cp(from, native, { recursive: true, verbatimSymlinks: true })
  return { directory: native, key }
}

test('libraries whose links the install script was not allowed to make are linked', async (t) => {
  const located = await copiedPackage(await temporaryDirectory(t))
  const list = await readFile(join(located.directory, 'pg-symlinks.json'), 'utf8')
  const links = (JSON.parse(list) as { target: string }[]).map(({ target }) => target)
  assert.ok(links.length > 0)
  for (const link of links) await rm(join(dirname(located.directory), link), { force: true })
  const home = await temporaryDirectory(t)

  const prepared = await prepareBinaries(located, home, undefined, silentLog)
  assert.deepEqual(prepared, { directory: located.directory, majorVersion: '18' })
  for (const link of links) await stat(join(dirname(located.directory), link))
  assert.deepEqual(await readdir(home), [])
})

test('binaries that PostgreSQL’s user cannot reach or read are copied once, keyed by version', {
  skip: unlessRoot,
}, async (t) => {
  const checkout = await temporaryDirectory(t)
  const located = await copiedPackage(checkout)
  await chmod(checkout, 0o700)
  await promisify(execFile)('chmod', ['-R', 'go-rwx', located.directory])
  const home = await temporaryDirectory(t)
  await mkdir(join(home, 'binaries-linux-x64-17.0.0'))
  const account = await nobody()

  const { directory } = await prepareBinaries(located, home, account, silentLog)
  assert.equal(directory, join(home, `binaries-${located.key}`, 'native'))
  const version = await promisify(execFile)(executable(directory, 'initdb'), ['--version'], {
    ...runAs(account),
    cwd: '/',
  })
  assert.match(version.stdout, /PostgreSQL\) 18/)

  const { ino } = await stat(executable(directory, 'postgres'))
  await prepareBinaries(located, home, account, silentLog)
  assert.equal((await stat(executable(directory, 'postgres'))).ino, ino)

  await removeOldCopies(home, directory, silentLog)
  assert.deepEqual(await readdir(home), [`binaries-${located.key}`])
})

async function refusalOf(located: LocatedBinaries, home: string): Promise<Refusal> {
  const refusal: unknown = await prepareBinaries(located, home, undefined, silentLog).catch(
    (error: unknown) => error,
  )
  assert.ok(isRefusal(refusal, 'embedded-database-unsupported'), String(refusal))
  assert.match(refusal.advice, /DATABASE_URL/)
  return refusal
}

test('on a system without the GNU C library the hub says so and asks for DATABASE_URL', async (t) => {
  const located = await copiedPackage(await temporaryDirectory(t))
  // As on Alpine: the file is there, the loader that it names is not.
  await writeFile(executable(located.directory, 'postgres'), '#!/lib64/no-such-loader.so.2\n')
  const { sentence } = await refusalOf(located, await temporaryDirectory(t))
  assert.match(sentence, /needs the GNU C library \(glibc\)/)
})

test('a library that the system lacks is named', async (t) => {
  const located = await copiedPackage(await temporaryDirectory(t))
  await rm(join(located.directory, 'lib', 'libcrypto.so.1.1'))
  await rm(join(located.directory, 'lib', 'libssl.so.1.1'))
  const { sentence } = await refusalOf(located, await temporaryDirectory(t))
  assert.match(sentence, /lib(ssl|crypto)\.so\.1\.1/)
})

test('a missing binary is named', async (t) => {
  const located = await copiedPackage(await temporaryDirectory(t))
  await rm(executable(located.directory, 'initdb'))
  const { sentence } = await refusalOf(located, await temporaryDirectory(t))
  assert.match(sentence, /native\/bin\/initdb is missing/)
})
