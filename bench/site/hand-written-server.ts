/**
 * What one would write for this page alone: node:http, one query with the event, its sessions and
 * speakers, and the names put into a text. The text is the hub's own page, taken apart at the names.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import pg from 'pg'

const [databaseUrl, port, eventId, pageFile] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
const parts = readFileSync(pageFile ?? '', 'utf8').split(/((?:Event|Session|Speaker)Named\d*Here)/)

const readEvent = {
  name: 'event',
  text: `
    select e.msevtmgt_name as name, e.msevtmgt_description as description,
      e.msevtmgt_maximumeventcapacity - coalesce(e.msevtmgt_registrationcount, 0) as seats,
      (select json_agg(json_build_object('name', s.msevtmgt_name, 'start', s.msevtmgt_starttime,
          'end', s.msevtmgt_endtime, 'summary', s.msevtmgt_sessionsummary,
          'speakers', (select json_agg(g.msevtmgt_speaker) from msevtmgt_speakerengagement g
            where g.msevtmgt_session = s.msevtmgt_sessionid)) order by s.msevtmgt_starttime)
        from msevtmgt_session s where s.msevtmgt_event = e.msevtmgt_eventid) as sessions,
      (select json_agg(json_build_object('name', p.msevtmgt_name, 'about', p.msevtmgt_about))
        from msevtmgt_speaker p where p.msevtmgt_speakerid in (
          select g.msevtmgt_speaker from msevtmgt_speakerengagement g
          where g.msevtmgt_event = e.msevtmgt_eventid)) as speakers
    from msevtmgt_event e where e.msevtmgt_eventid = $1 and e.statecode = 0`,
}

interface Named {
  readonly name: string
}

interface EventFound extends Named {
  readonly sessions: readonly Named[]
  readonly speakers: readonly Named[]
}

function render({ name, sessions, speakers }: EventFound): string {
  const values = new Map(
    [name, ...[...sessions, ...speakers].map((each) => each.name)].map((text) => [text, text]),
  )
  return parts.map((part, at) => (at % 2 === 0 ? part : (values.get(part) ?? ''))).join('')
}

const server = createServer(async (request, response) => {
  const { rows } = await pool.query<EventFound>({ ...readEvent, values: [eventId] })
  const [event] = rows
  if (event === undefined || request.url === '/readyz') {
    response.writeHead(event === undefined ? 404 : 200).end()
    return
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(render(event))
})
process.on('SIGTERM', () => process.exit(0))
server.listen(Number(port), '127.0.0.1')
