import type { FastifyReply, FastifyRequest } from 'fastify'
import { tagOf } from './content-language.ts'
import type { Site } from './site.ts'
import type { Visitor } from './texts.ts'

/** Holds the language that somebody chose at the foot of a page. */
const cookie = 'language'
const yearInSeconds = 365 * 24 * 60 * 60

type Asked = Pick<FastifyRequest, 'headers' | 'cookies' | 'query'>

/**
 * The language of a page: what the address says (`?lang=de`), then what was chosen before, then what
 * the browser asks for, then that of the event (a number of the Data API) or the meeting (a tag).
 */
export function visitorOf(
  { texts }: Pick<Site, 'texts'>,
  request: Asked,
  otherwise: number | string | null = null,
): Visitor {
  const { lang } = request.query as { readonly lang?: unknown }
  const wishes = [lang, request.cookies[cookie]]
  const chosen = wishes.find((each) => typeof each === 'string' && texts.languages.includes(each))
  return texts.visitorFor(request.headers['accept-language'], {
    chosen: chosen as string | undefined,
    otherwise: typeof otherwise === 'string' ? otherwise : tagOf(otherwise),
  })
}

/** Remembers a language that the address names. */
export function rememberLanguage(
  { texts, publicUrl }: Pick<Site, 'texts' | 'publicUrl'>,
  request: Asked,
  reply: FastifyReply,
): void {
  const { lang } = (request.query ?? {}) as { readonly lang?: unknown }
  if (typeof lang !== 'string' || !texts.languages.includes(lang)) return
  reply.setCookie(cookie, lang, {
    path: '/',
    maxAge: yearInSeconds,
    sameSite: 'lax',
    httpOnly: true,
    secure: publicUrl.startsWith('https:'),
  })
}
