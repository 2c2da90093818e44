import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type PictureSubject, readPicture } from '#events'
import type { HttpServer } from '#http'
import { isShownSpeaker, isShownSponsorship } from './program-rows.ts'
import { ById, ByRowId, type Context, openSchemaOf, readPublished } from './published.ts'
import { refusals } from './refusals.ts'

/** Under the picture's present fingerprint it never changes; without one browsers ask again. */
const version = Type.Object({ v: Type.Optional(Type.String({ maxLength: 64 })) })

/** Where a picture is; with its fingerprint, so that a new picture has a new address. */
export function pictureAddress(
  publicUrl: string,
  path: 'events' | 'speakers' | 'sponsorships',
  id: string,
  fingerprint: string,
): string {
  const name = path === 'sponsorships' ? 'logo' : 'image'
  return `${publicUrl}/EvtMgmt/api/v2.0/${path}/${id}/${name}?v=${fingerprint.slice(0, 16)}`
}

/** Pictures stand in `img` elements, which send neither token nor origin. */
export function routePictures(api: HttpServer, { db }: Context): void {
  const produces = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']
  api.get(
    '/events/:id/image',
    {
      schema: {
        ...openSchemaOf('Picture of an event'),
        produces,
        params: ById,
        querystring: version,
      },
    },
    async (request, reply) => {
      const event = await readPublished(db, request.params.id)
      return await send('gr_event', event.msevtmgt_eventid, request, reply)
    },
  )
  api.get(
    '/speakers/:id/image',
    {
      schema: {
        ...openSchemaOf('Photo of a speaker'),
        produces,
        params: ByRowId,
        querystring: version,
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!(await isShownSpeaker(db, id))) throw refusals['picture-unknown']({ id })
      return await send('gr_speaker', id, request, reply)
    },
  )
  api.get(
    '/sponsorships/:id/logo',
    {
      schema: {
        ...openSchemaOf('Logo of a sponsor'),
        produces,
        params: ByRowId,
        querystring: version,
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!(await isShownSponsorship(db, id))) throw refusals['picture-unknown']({ id })
      return await send('gr_sponsorship', id, request, reply)
    },
  )

  async function send(
    subject: PictureSubject,
    id: string,
    request: FastifyRequest<{ Querystring: { v?: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const picture = await readPicture(db, subject, id)
    if (picture === undefined) throw refusals['picture-unknown']({ id })
    const tag = `"${picture.fingerprint.slice(0, 32)}"`
    const { v } = request.query
    const isThisVersion = v !== undefined && v.length >= 16 && picture.fingerprint.startsWith(v)
    void reply.headers({
      etag: tag,
      'cache-control': isThisVersion
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=300, must-revalidate',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    // RFC 9110 §13.1.2: a list of tags, compared weakly.
    const known = (request.headers['if-none-match'] ?? '').split(',').map((each) => each.trim())
    if (known.some((each) => each === '*' || each.replace(/^W\//, '') === tag)) {
      return reply.code(304).send()
    }
    return reply.type(picture.contentType).send(picture.content)
  }
}
