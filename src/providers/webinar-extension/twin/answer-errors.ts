import type { FastifyError, FastifyInstance } from 'fastify'
import type { Log } from '#log'
import { Problem, type ProblemCode, problem } from './problems.ts'

/** Every refusal in the API's one form, whoever refused: the rules, the schema or the parser. */
export function answerErrors(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const answer = error instanceof Problem ? error : problemFor(error)
    if (answer.status >= 500 && answer !== error)
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'failed')
    return reply.code(answer.status).headers(answer.headers).send(answer.body)
  })
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]
    const answer = problem('unknown-address', `Nothing answers ${request.method} ${path}.`)
    return reply.code(answer.status).send(answer.body)
  })
}

/** What the framework itself refuses a request for. */
const parserProblems: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
}

function problemFor(error: FastifyError): Problem {
  if (error.validation !== undefined) return problem('invalid-input', `${error.message}.`)
  const code = parserProblems[error.code]
  if (code !== undefined) return problem(code, error.message)
  if (error.statusCode !== undefined && error.statusCode < 500)
    return problem('invalid-input', error.message)
  return problem('internal-error', 'The webinar service failed. Try again later.')
}
