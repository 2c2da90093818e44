/** The surface of the vendor's Moodle module: forms, with a key of its own in a field. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure } from './failure.ts'
import { add } from './participants.ts'
import { type Vendor, webinarBy } from './state.ts'
import { utcTime } from './webinars.ts'

export function registerMoodle(server: FastifyInstance, vendor: Vendor): void {
  const form = (request: FastifyRequest) => {
    const fields = fieldsIn(request)
    if (fields.get('apikey') !== vendor.moodleKey) throw new Failure(401, 'Wrong apikey')
    return fields
  }
  server.post('/api/moodle/account-list', (request) => {
    form(request)
    return { ok: true, response: { accounts: [{ id: 1, name: 'Garden Academy' }] } }
  })
  server.post('/api/moodle/webinar-list', (request) => {
    form(request)
    const response = [...vendor.webinars.values()].map(({ id, title, timezone, startsAt }) => ({
      id,
      title,
      description: '',
      start_time: utcTime(startsAt),
      finish_time: '',
      timezone,
    }))
    return { ok: true, response }
  })
  server.post('/api/moodle/regfields', (request) => {
    webinarBy(vendor, form(request).get('webinar_id'))
    const fields = ['email', 'first_name', 'last_name']
    return { ok: true, response: { regfields: fields.map((id) => ({ id, required: true })) } }
  })
  server.post('/api/moodle/participant', (request) => {
    const fields = form(request)
    const webinar = webinarBy(vendor, fields.get('webinar_id'))
    const email = fields.get('email') ?? ''
    const person = {
      email,
      username: email,
      first_name: fields.get('first_name') ?? '',
      second_name: fields.get('last_name') ?? '',
      role: 'listener',
    }
    const { accessToken } = add(vendor, String(webinar.id), person)
    return { ok: true, response: { authurl: `${vendor.url()}/login/${accessToken}/true` } }
  })
}

/** multipart/form-data (RFC 7578), texts only. */
function fieldsIn({ headers, body }: FastifyRequest): ReadonlyMap<string, string> {
  const boundary = /boundary=([^;]+)/.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) throw new Failure(400, 'A form is expected')
  const parts = Buffer.from(body as Uint8Array)
    .toString()
    .split(`--${boundary}`)
  const fields = parts.flatMap((part) => {
    const [head = '', ...content] = part.split('\r\n\r\n')
    const name = /name="([^"]*)"/i.exec(head)?.[1]
    return name === undefined
      ? []
      : [[name, content.join('\r\n\r\n').replace(/\r\n$/, '')] as const]
  })
  return new Map(fields)
}
