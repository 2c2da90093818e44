import { readFileSync, readdirSync } from 'node:fs'
import { withBenchDatabase } from '../bench-database.ts'
import { greenroomSender } from './greenroom-sender.ts'
import { registerEndpoints, throughput } from './questions.ts'
import { startSink } from './sink-process.ts'

const stat = (pid: string) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
const folder = JSON.parse(process.env.GREENROOM_TEST_SERVER ?? '{}').host.split('/postgresql')[0]
const postmaster = readFileSync(`${folder}/postgresql/data/postmaster.pid`, 'utf8').split('\n')[0] ?? ''
function pgCpu(): number {
  let ticks = 0
  const own = stat(postmaster)
  ticks += Number(own[11]) + Number(own[12]) + Number(own[13]) + Number(own[14])
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      const s = stat(pid)
      if (s[1] === postmaster) ticks += Number(s[11]) + Number(s[12])
    } catch {}
  }
  return ticks * 10
}
const hubCpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000 }
const columns = ['department', 'jobtitle', 'nickname', 'middlename', 'salutation', 'suffix', 'fax','managername', 'assistantname', 'spousesname']
const median = (v: number[]) => [...v].sort((a, b) => a - b)[Math.floor(v.length / 2)] ?? NaN

await withBenchDatabase({ name: 'e1', poolSize: 20 }, async (database: any) => {
  const sink = await startSink()
  const sender = await greenroomSender(database)
  const per = 1000
  if (process.env.WHAT === 'plain') {
    await sender.register(`${sink.url}/hook`, 'firstname')
    const rs: number[] = [], cs: number[] = []
    for (let i = 0; i < 5; i++) {
      await sender.empty(); await sender.queue(6000); sink.reset()
      const a = hubCpu() + pgCpu(), t = performance.now()
      const worker = await sender.startWorker()
      await sink.waitFor(6000)
      while ((await sender.recorded()) < 6000) await new Promise((r) => setTimeout(r, 5))
      cs.push((hubCpu() + pgCpu() - a) / 6000); rs.push(6000 / ((performance.now() - t) / 1000))
      await worker.stop()
    }
    console.log('plain cpu ms/delivery', median(cs).toFixed(4), cs.map((c) => c.toFixed(3)).join(' '), 'rate', median(rs).toFixed(0))
  } else {
    await registerEndpoints(sender, sink)
    const out: [number[], number[], number[], number[]] = [[], [], [], []]
    for (let round = 0; round < Number(process.env.ROUNDS ?? 4); round++) for (const dead of [false, true]) {
      await sender.empty()
      for (let done = 0; done < per; done += 100) {
        if (dead) await sender.queueFor('governmentid', 100)
        for (const column of columns) await sender.queueFor(column, 100)
      }
      sink.reset()
      const h = hubCpu(), p = pgCpu(), t = performance.now()
      const worker = await sender.startWorker()
      await sink.waitFor(columns.length * per)
      const hub = hubCpu() - h, pg = pgCpu() - p
      out[dead ? 1 : 0].push((hub + pg) / (columns.length * per))
      out[dead ? 3 : 2].push(columns.length * per / ((performance.now() - t) / 1000))
      console.log(dead, 'hub', (hub / 10000).toFixed(4), 'pg', (pg / 10000).toFixed(4))
      const stopping = worker.stop(); await stopping
    }
    const [a, b] = [median(out[0]), median(out[1])]
    console.log(`cpu per healthy delivery ${a.toFixed(4)} -> ${b.toFixed(4)} ms: ${(100 * (b / a - 1)).toFixed(1)} %; wall ${median(out[2]).toFixed(0)} -> ${median(out[3]).toFixed(0)}`)
  }
  await sender.close(); sink.stop()
})
