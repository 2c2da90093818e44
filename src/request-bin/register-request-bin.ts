/** Request bins: their addresses, and the operations under /api/v1 that the console's pages use. */
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import { answerBody, type BinActs, binActs, orderBody } from './acts.ts'
import type { RequestBinNeeds } from './needs.ts'
import { takeRequests } from './take-requests.ts'

export async function registerRequestBins(
  server: HttpServer,
  needs: RequestBinNeeds,
): Promise<void> {
  await takeRequests(server, needs)
  const acts = binActs(needs)
  registerOperations(server, needs, acts)
}

function registerOperations(server: HttpServer, needs: RequestBinNeeds, acts: BinActs): void {
  const described = (summary: string) => ({
    summary,
    tags: ['Request bins'],
    security: [{ apiKey: [] }],
  })
  const byId = { params: Type.Object({ id: Type.String({ format: 'uuid' }) }) }
  const root = '/api/v1/request-bins'
  server.post(
    root,
    { schema: { ...described('Makes a bin; gives the address to send to'), body: orderBody } },
    async (request, reply) => {
      const bin = await acts.create(await needs.sessions.callerOf(request), request.body)
      return reply.code(201).send(bin)
    },
  )
  server.get(root, { schema: described('All bins that have not expired') }, async (request) => ({
    value: await acts.list(await needs.sessions.callerOf(request)),
  }))
  server.get(
    `${root}/:id`,
    { schema: { ...described('A bin with what it received, the newest first'), ...byId } },
    async (request) => await acts.read(await needs.sessions.callerOf(request), request.params.id),
  )
  server.put(
    `${root}/:id/answer`,
    {
      schema: {
        ...described('How the bin answers: status, delay, Retry-After, for how many requests'),
        ...byId,
        body: answerBody,
      },
    },
    async (request) => {
      const caller = await needs.sessions.callerOf(request)
      return await acts.answerWith(caller, request.params.id, request.body)
    },
  )
  server.post(
    `${root}/:id/clear`,
    { schema: { ...described('Forgets what the bin received'), ...byId } },
    async (request, reply) => {
      await acts.clear(await needs.sessions.callerOf(request), request.params.id)
      return reply.code(204).send()
    },
  )
  server.delete(
    `${root}/:id`,
    { schema: { ...described('Removes a bin with all it received'), ...byId } },
    async (request, reply) => {
      await acts.remove(await needs.sessions.callerOf(request), request.params.id)
      return reply.code(204).send()
    },
  )
}
