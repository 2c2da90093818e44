/** The memory of the Data API under load: the three questions in turn, a sample every ten seconds. */
import type { Server } from './servers.ts'

const secondsBetween = 10

interface Sample {
  readonly minute: number
  readonly rss: number
  readonly heap: number
}

export async function watchMemory(
  server: Server,
  seconds: number,
  loadFor: (seconds: number) => Promise<number>,
): Promise<void> {
  const samples: Sample[] = []
  const began = performance.now()
  let requests = 0
  while (performance.now() - began < seconds * 1000) {
    requests += await loadFor(secondsBetween)
    const minute = (performance.now() - began) / 60_000
    const sample = { minute, ...(await memoryOf(server)) }
    samples.push(sample)
    console.log(`  ${minute.toFixed(1).padStart(5)} min  ${shown(sample)}`)
  }
  // The first quarter fills caches and lets V8 find the size of its heap.
  const settled = samples.slice(Math.floor(samples.length / 4))
  const [rss, heap] = (['rss', 'heap'] as const).map((of) => slope(settled, of))
  console.log(
    `${requests} requests; after the first quarter RSS ${signed(rss)} MB/min, used heap after collection ${signed(heap)} MB/min`,
  )
}

/** Bytes; the server collects its garbage before it answers. */
export async function memoryOf({ port }: Server): Promise<Omit<Sample, 'minute'>> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
  return (await answer.json()) as Omit<Sample, 'minute'>
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)

export const shown = ({ rss, heap }: Omit<Sample, 'minute'>): string =>
  `RSS ${megabytes(rss)} MB, heap ${megabytes(heap)} MB`

const signed = (bytes = 0): string => `${bytes < 0 ? '' : '+'}${(bytes / 1024 / 1024).toFixed(2)}`

/** Bytes a minute, by least squares. */
function slope(samples: readonly Sample[], of: 'rss' | 'heap'): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const time = mean(samples.map(({ minute }) => minute))
  const level = mean(samples.map((each) => each[of]))
  const above = samples.map((each) => (each.minute - time) * (each[of] - level))
  const below = samples.map(({ minute }) => (minute - time) ** 2)
  return mean(above) / mean(below)
}
