/** Files of at most 400 code lines: no blanks, no comments. Generated files and tests count too. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const limit = 400

export async function sizeFaults(root: string): Promise<string[]> {
  const faults: string[] = []
  for (const folder of ['src', 'test', 'bench', 'check']) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!name.endsWith('.ts')) continue
      const lines = codeLines(await readFile(join(root, folder, name), 'utf8'))
      if (lines > limit) {
        faults.push(
          `${folder}/${name} has ${lines} code lines: split it along its acts (limit ${limit}).`,
        )
      }
    }
  }
  return faults
}

function codeLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*($|\/\/|\*|\/\*)/.test(line)).length
}
