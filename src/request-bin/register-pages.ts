import type { FastifyRequest } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { signedIn } from '#console'
import { general } from '#errors'
import type { HttpServer } from '#http'
import type { Caller } from '#pipeline'
import { answerBody, type BinActs, orderBody } from './acts.ts'
import { binListPage, binPage } from './bin-pages.ts'
import type { RequestBinNeeds } from './needs.ts'

const root = '/admin/request-bins'
const byId = {
  schema: { hide: true, params: Type.Object({ id: Type.String({ format: 'uuid' }) }) },
}

export function registerBinPages(
  server: HttpServer,
  { sessions }: RequestBinNeeds,
  acts: BinActs,
): void {
  server.get(root, { schema: { hide: true } }, async (request, reply) => {
    const caller = await signedIn(sessions, request, reply)
    if (caller === undefined) return reply
    return reply.type('text/html').send(binListPage(await acts.list(caller)))
  })
  server.get(`${root}/:id`, byId, async (request, reply) => {
    const caller = await signedIn(sessions, request, reply)
    if (caller === undefined) return reply
    return reply.type('text/html').send(binPage(await acts.read(caller, request.params.id)))
  })
  server.post(root, { schema: { hide: true } }, async (request, reply) => {
    const caller = await signedIn(sessions, request, reply)
    if (caller === undefined) return reply
    const { id } = await acts.create(caller, formOf(orderBody, request))
    return await reply.redirect(`${root}/${id}`, 303)
  })
  registerForms(server, { sessions, acts })
}

type Act = (caller: Caller, id: string, request: FastifyRequest) => Promise<unknown>

function registerForms(
  server: HttpServer,
  { sessions, acts }: Pick<RequestBinNeeds, 'sessions'> & { readonly acts: BinActs },
): void {
  const forms: Record<string, Act> = {
    answer: (caller, id, request) => acts.answerWith(caller, id, formOf(answerBody, request)),
    clear: (caller, id) => acts.clear(caller, id),
    delete: (caller, id) => acts.remove(caller, id),
  }
  for (const [name, act] of Object.entries(forms)) {
    server.post(`${root}/:id/${name}`, byId, async (request, reply) => {
      const caller = await signedIn(sessions, request, reply)
      if (caller === undefined) return reply
      const { id } = request.params
      await act(caller, id, request)
      return await reply.redirect(name === 'delete' ? root : `${root}/${id}`, 303)
    })
  }
}

/** Forms send text, and an empty field for what was left out. */
function formOf<T extends TSchema>(shape: T, { body }: FastifyRequest): Static<T> {
  const filled = Object.entries(body ?? {}).filter(([, value]) => value !== '')
  const read = Value.Convert(shape, Object.fromEntries(filled))
  const [error] = Value.Errors(shape, read)
  if (error === undefined) return read as Static<T>
  const input = error.instancePath.slice(1)
  throw general['invalid-input']({ problem: `${input} ${error.message}.` }, { input })
}
