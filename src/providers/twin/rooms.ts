/**
 * The room that a person enters by a twin's join link: a page whose script says that somebody is
 * there. Opening the page does not count, because mail scanners open links.
 */
import type { FastifyInstance } from 'fastify'
import { html, nothing } from './html.ts'
import { type Page, registerPageScript, registerPageStyle } from './page.ts'
import { createPulse } from './pulse.ts'

/** One person's way into one meeting. */
export interface Visit {
  /** Names the visit in addresses. */
  readonly token: string
  readonly title: string
  readonly name: string
  readonly email: string
  /** Why the person cannot be in the room now, as a sentence. */
  readonly shut: string | undefined
  /** Gives the id of the stay that begins now. */
  enter(): string
  /** Whether the stay goes on; one of another visit does not. */
  isIn(stayId: string): boolean
  leave(stayId: string): void
}

export interface Rooms {
  register(server: FastifyInstance, visitBy: (token: string) => Visit | undefined): void
  /** Real milliseconds since the page of a stay was heard last; undefined: it has no page. */
  silence(stayId: string): number | undefined
}

const heartbeatSeconds = 15
/** A browser that was heard last so long ago is gone. Real time: see `pulse.ts`. */
export const goneAfterMs = 60_000

const script = new URL('./room-page.js', import.meta.url)

export function createRooms(): Rooms {
  const pulse = createPulse()
  const withPage = new Set<string>()
  return {
    register(server, visitBy) {
      registerPageStyle(server)
      registerPageScript(server, '/pages/visit.js', script)
      // What a browser may call a beacon without a body.
      server.addContentTypeParser('text/plain', { parseAs: 'string' }, async () => undefined)
      registerEntering(server, visitBy, (stayId) => {
        withPage.add(stayId)
        pulse.beat(stayId)
      })
      registerStays(server, visitBy, pulse.beat)
    },
    silence: (stayId) => (withPage.has(stayId) ? pulse.silence(stayId) : undefined),
  }
}

function registerEntering(
  server: FastifyInstance,
  visitBy: (token: string) => Visit | undefined,
  noteEntry: (stayId: string) => void,
): void {
  server.post<{ Params: { token: string } }>('/rooms/:token/stays', (request, reply) => {
    const visit = visitBy(request.params.token)
    if (visit === undefined || visit.shut !== undefined) return reply.code(410).send()
    const stayId = visit.enter()
    noteEntry(stayId)
    return reply.code(201).send({ stayId, heartbeatSeconds })
  })
}

/** 204; 410 when the stay is over or not one of this visit. */
function registerStays(
  server: FastifyInstance,
  visitBy: (token: string) => Visit | undefined,
  beat: (stayId: string) => void,
): void {
  const acts = {
    heartbeats: (_visit: Visit, stayId: string) => beat(stayId),
    leave: (visit: Visit, stayId: string) => visit.leave(stayId),
  } as const
  for (const [name, act] of Object.entries(acts)) {
    server.post<{ Params: { token: string; stayId: string } }>(
      `/rooms/:token/stays/:stayId/${name}`,
      ({ params: { token, stayId } }, reply) => {
        const visit = visitBy(token)
        if (visit === undefined || !visit.isIn(stayId)) return reply.code(410).send()
        act(visit, stayId)
        return reply.code(204).send()
      },
    )
  }
}

/** The page of a visit: the room, or why it is shut. */
export function visitPage({ token, title, name, email, shut }: Visit): Page {
  if (shut !== undefined) {
    return { title, body: html`<h1>${title}</h1><p role="status">${shut}</p>` }
  }
  return {
    title: `You are in ${title}`,
    body: html`<div id="room" data-stays="/rooms/${token}/stays">
<h1>You are in ${title}</h1>
<p>${name}${email === '' ? nothing : html`, attending as ${email}`}.</p>
<p id="presence" role="status">Entering…</p>
<button id="leave" hidden>Leave the meeting</button>
<button id="return" hidden>Come back in</button>
<noscript><p class="alarm">This page needs JavaScript to tell the room that you are here.</p></noscript>
</div>
<script type="module" src="/pages/visit.js"></script>`,
  }
}

export const unknownVisitPage: Page = {
  title: 'This link leads nowhere',
  body: html`<h1>This link leads nowhere</h1><p>Check that it was copied whole.</p>`,
}
