/**
 * Processor time of processes: on a machine that others use, too, it says more than requests a
 * second. Only where the system has /proc (Linux).
 */
import { readFileSync } from 'node:fs'

/** Linux counts in ticks of 10 ms wherever Node runs. */
const millisecondsPerTick = 10

/** Milliseconds, of the system and of the program; undefined where the system does not say. */
export function processorTime(processIds: readonly number[]): number | undefined {
  const times = processIds.map(timeOf)
  return times.includes(undefined) ? undefined : times.reduce((sum = 0, each = 0) => sum + each, 0)
}

function timeOf(processId: number): number | undefined {
  try {
    const line = readFileSync(`/proc/${processId}/stat`, 'utf8')
    // The name in parentheses may hold blanks; fields 14 and 15 (proc(5)) come 11 after it.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick
  } catch {
    return undefined
  }
}
