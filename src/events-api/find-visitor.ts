import type { FastifyRequest } from 'fastify'
import type { Db } from '#database'
import { isRefusal } from '#errors'
import type { WebApplicationRow } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline } from '#pipeline'
import type { IdTokenCheck } from './check-id-token.ts'
import type { Visitor } from './link-visitor.ts'
import { refusals } from './refusals.ts'
import { claimantOf, linkVisitor } from './visitor.ts'

/** Who asks, beside the web application. */
export interface Visitors {
  /** Each request is remembered with the web application that it came from. */
  remember(request: FastifyRequest, application: WebApplicationRow): void
  /**
   * The signed-in visitor. Websites send a token with every call, also an old one; where nobody
   * needs to be signed in, one that is no good counts as none.
   */
  find(request: FastifyRequest): Promise<Visitor | undefined>
  /** @throws a refusal with 401 for anybody who is not signed in */
  require(request: FastifyRequest): Promise<Visitor>
}

interface Needs {
  readonly db: Db
  readonly pipeline: Pick<Pipeline, 'execute'>
  readonly checkIdToken: IdTokenCheck
}

export function createVisitors({ db, pipeline, checkIdToken }: Needs): Visitors {
  const applications = new WeakMap<FastifyRequest, WebApplicationRow>()
  const require = async (request: FastifyRequest): Promise<Visitor> => {
    const token = bearerOf(request)
    const application = applications.get(request)
    if (token === undefined || application === undefined) throw refusals['sign-in-needed']()
    const payload = await checkIdToken(application, token)
    return await linkVisitor({ db, pipeline }, systemCaller, claimantOf(payload))
  }
  return {
    remember: (request, application) => applications.set(request, application),
    require,
    async find(request) {
      if (bearerOf(request) === undefined) return undefined
      try {
        return await require(request)
      } catch (error) {
        if (!isRefusal(error)) throw error
        request.log.info(
          { code: error.code, requestId: request.id },
          'a visitor’s token counts as none',
        )
        return undefined
      }
    },
  }
}

/** RFC 6750 §2.1; the scheme's capitals do not matter (RFC 9110 §11.1). */
function bearerOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
}
