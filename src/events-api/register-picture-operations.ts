/** Setting pictures as files; the Data API sets them as Base64 in rows of `gr_pictures`. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Db } from '#database'
import { general } from '#errors'
import { findPicture, type PictureSubject } from '#events'
import type { HttpServer } from '#http'
import { mayDo } from '#identity'
import type { Caller, Pipeline } from '#pipeline'
import { refusals } from './refusals.ts'

export interface PictureNeeds {
  readonly db: Db
  readonly pipeline: Pick<Pipeline, 'execute'>
  callerOf(request: FastifyRequest): Promise<Caller>
}

const subjects = {
  events: { column: 'gr_event', what: 'an event' },
  speakers: { column: 'gr_speaker', what: 'a speaker' },
  sponsorships: { column: 'gr_sponsorship', what: 'a sponsorship' },
} as const satisfies Record<string, { column: PictureSubject; what: string }>

/**
 * Bytes that are read of a picture. Photos of telephones are larger than what is taken, and whoever
 * sends one is to be told what to do.
 */
const mostRead = 16 * 1024 * 1024

const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const security = [{ apiKey: [] }]
const Done = Type.Object({ id: Type.String({ description: 'The picture' }) })

export async function registerPictureOperations(
  server: HttpServer,
  needs: PictureNeeds,
): Promise<void> {
  await server.register(async (api: HttpServer) => {
    // Before the body is read: strangers do not fill the memory.
    api.addHook('onRequest', async (request) => {
      await needs.callerOf(request)
    })
    // What the file is, its bytes say; what it is called is not looked at.
    for (const types of [/^image\//, 'application/octet-stream']) {
      const options = { parseAs: 'buffer', bodyLimit: mostRead } as const
      api.addContentTypeParser(types, options, (_, body, done) => done(null, body))
    }
    for (const [path, { column, what }] of Object.entries(subjects)) {
      const address = `/api/v1/${path}/:id/picture`
      const tags = ['Pictures']
      api.put(
        address,
        {
          schema: {
            summary: `Sets the picture of ${what}: the body is a PNG, JPEG, WebP or GIF file`,
            consumes: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
            tags,
            security,
            params: byId,
            response: { 200: Done },
          },
        },
        async (request) => {
          const caller = await needs.callerOf(request)
          const { body } = request as { readonly body: unknown }
          if (!Buffer.isBuffer(body)) throw refusals['picture-missing']()
          return { id: await setPicture(needs, caller, column, request.params.id, body) }
        },
      )
      api.delete(
        address,
        {
          schema: {
            summary: `Removes the picture of ${what}`,
            tags,
            security,
            params: byId,
            response: { 200: Done },
          },
        },
        async (request) => {
          const caller = await needs.callerOf(request)
          if (!mayDo(caller, 'Delete', 'gr_picture')) {
            throw general['not-allowed']({ who: 'This user', act: 'delete', table: 'gr_picture' })
          }
          const id = await findPicture(needs.db, column, request.params.id)
          if (id === undefined) throw refusals['picture-unknown']({ id: request.params.id })
          await needs.pipeline.execute(caller, { message: 'Delete', table: 'gr_picture', id })
          return { id }
        },
      )
    }
  })
}

async function setPicture(
  { db, pipeline }: PictureNeeds,
  caller: Caller,
  column: PictureSubject,
  subjectId: string,
  bytes: Buffer,
): Promise<string> {
  const table = 'gr_picture'
  const target = { gr_content: bytes.toString('base64') }
  const id = await findPicture(db, column, subjectId)
  if (id === undefined) {
    const values = { ...target, [column]: subjectId }
    return (await pipeline.execute(caller, { message: 'Create', table, target: values })).id
  }
  await pipeline.execute(caller, { message: 'Update', table, id, target })
  return id
}
