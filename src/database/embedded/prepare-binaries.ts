import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { chmod, cp, lstat, readdir, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { Log } from '#log'
import type { LocatedBinaries } from './locate-binaries.ts'
import { readIfPresent } from './postmaster-file.ts'
import { closedTo } from './reach.ts'
import { refusals } from './refusals.ts'
import { programEnvironment, workingDirectory } from './run-program.ts'
import { executable, runAs, type ServerAccount } from './server-plan.ts'

export interface PreparedBinaries {
  readonly directory: string
  /** PostgreSQL's major version, e.g. '18'. */
  readonly majorVersion: string
}

/**
 * Makes binaries that the account can run: those of the package where they are, or else a copy in
 * the home, keyed by version (60 MB, 0.1 s).
 */
export async function prepareBinaries(
  located: LocatedBinaries,
  home: string,
  account: ServerAccount | undefined,
  log: Log,
): Promise<PreparedBinaries> {
  await checkPresence(located.directory)
  const isUsable =
    (await linkLibraries(located.directory)) && (await isOpenTo(account, located.directory))
  const directory = isUsable ? located.directory : await copyBinaries(located, home, log)
  return { directory, majorVersion: await majorVersionOf(directory, account) }
}

const needed = (directory: string) => [
  executable(directory, 'initdb'),
  executable(directory, 'postgres'),
  join(directory, 'share', 'postgresql', 'postgres.bki'),
]

async function checkPresence(directory: string): Promise<void> {
  for (const file of needed(directory)) {
    if (await isPresent(file)) continue
    throw refusals['embedded-database-unsupported']({ reason: `${file} is missing` })
  }
}

async function isOpenTo(account: ServerAccount | undefined, directory: string): Promise<boolean> {
  for (const file of needed(directory)) {
    const need = file.endsWith('.bki') ? 'read' : 'execute'
    if ((await closedTo(account, file, need)) !== undefined) return false
  }
  return true
}

/**
 * npm packages cannot hold symbolic links, so the package lists those of its libraries and its
 * install script makes them. Install scripts are often forbidden; then the hub makes them.
 * @returns false when the directory cannot be written to
 */
async function linkLibraries(directory: string): Promise<boolean> {
  const list = await readIfPresent(join(directory, 'pg-symlinks.json'))
  if (list === undefined) return true
  try {
    // Paths in the list are relative to the package: native/lib/….
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
      const link = join(dirname(directory), target)
      if (await isPresent(link)) continue
      await symlink(relative(dirname(target), source), link)
    }
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return linkLibraries(directory)
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
    throw error
  }
}

async function isPresent(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

const copyPrefix = 'binaries-'

async function copyBinaries(located: LocatedBinaries, home: string, log: Log): Promise<string> {
  const copy = join(home, `${copyPrefix}${located.key}`)
  if (!(await isPresent(copy))) {
    log.info(
      { from: located.directory, to: copy },
      'copying PostgreSQL to where its user can run it',
    )
    const unfinished = `${copy}.unfinished`
    await rm(unfinished, { recursive: true, force: true })
    // Named `native`, as the list of links expects it.
    await cp(located.directory, join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    })
    await openToAll(unfinished)
    await linkLibraries(join(unfinished, 'native'))
    await rename(unfinished, copy)
  }
  return join(copy, 'native')
}

/** npm under root's umask 077 leaves files that only root can read. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isSymbolicLink()) continue
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    await chmod(path, isProgram ? 0o755 : 0o644)
  }
}

/** Removes copies of other versions. Called when the server runs, so that none of them is in use. */
export async function removeOldCopies(home: string, inUse: string, log: Log): Promise<void> {
  for (const name of await readdir(home)) {
    const path = join(home, name)
    if (!name.startsWith(copyPrefix) || dirname(inUse) === path) continue
    try {
      await rm(path, { recursive: true, force: true })
    } catch (error) {
      log.warn({ path, err: error }, 'an old copy of PostgreSQL could not be removed')
    }
  }
}

/** Runs the binary once (5 ms): the only sure way to know that it can run here. */
async function majorVersionOf(
  directory: string,
  account: ServerAccount | undefined,
): Promise<string> {
  const postgres = executable(directory, 'postgres')
  try {
    const { stdout } = await promisify(execFile)(postgres, ['--version'], {
      cwd: workingDirectory,
      env: programEnvironment(),
      ...runAs(account),
    })
    return stdout.match(/\) (\d+)/)?.[1] ?? ''
  } catch (cause) {
    const reason = `${postgres} ${whyNot(cause as NodeJS.ErrnoException & { stderr?: string })}`
    throw refusals['embedded-database-unsupported']({ reason }, { cause })
  }
}

function whyNot(error: NodeJS.ErrnoException & { stderr?: string }): string {
  if (error.code === 'ENOENT') {
    return 'needs the GNU C library (glibc), which this system does not have (Alpine has musl)'
  }
  const said = error.stderr?.trim()
  return `cannot be run: ${said === undefined || said === '' ? error.message : said}`
}
