/** The handler files of a folder, each with its thread. */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type FoundHandler, handlerId } from './handler-rows.ts'
import { type Acts, HandlerBroken, HandlerThread } from './handler-thread.ts'
import type { Changed, PlainContext } from './thread-messages.ts'

export class Handlers {
  readonly #folder: string | undefined
  readonly #threads = new Map<string, HandlerThread>()

  constructor(folder: string | undefined) {
    this.#folder = folder === undefined ? undefined : resolve(folder)
  }

  /**
   * Looks through the folder and loads every file once. A file that cannot be loaded is found with
   * its problem; only a folder that cannot be read is an error.
   */
  async find(): Promise<readonly FoundHandler[]> {
    const found: FoundHandler[] = []
    for (const [file, path] of await this.#files()) {
      const thread = new HandlerThread(path)
      this.#threads.set(handlerId(file), thread)
      found.push(await describe(file, thread))
    }
    return found
  }

  /** @throws what `HandlerThread.run` throws */
  async run(id: string, context: PlainContext, acts: Acts, timeMs: number): Promise<Changed> {
    const thread = this.#threads.get(id)
    if (thread === undefined) {
      throw new HandlerBroken('its file is not in the folder of handlers of this process')
    }
    return await thread.run(context, acts, timeMs)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads.values()].map((thread) => thread.close()))
  }

  /** TypeScript and JavaScript modules; tests beside them are none. */
  async #files(): Promise<[file: string, path: string][]> {
    const folder = this.#folder
    if (folder === undefined) return []
    const names = await readdir(folder)
    return names
      .filter((name) => /\.m?[jt]s$/.test(name) && !/\.(test|d)\.m?[jt]s$/.test(name))
      .toSorted()
      .map((name) => [name.replace(/\.m?[jt]s$/, ''), join(folder, name)])
  }
}

async function describe(file: string, thread: HandlerThread): Promise<FoundHandler> {
  try {
    const { name, description } = await thread.describe()
    const friendlyName = (name ?? file).slice(0, 256)
    return {
      file,
      friendlyName,
      description: description?.slice(0, 256) ?? null,
      problem: undefined,
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { file, friendlyName: file, description: null, problem }
  }
}
