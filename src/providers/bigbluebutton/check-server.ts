import type { ServiceCheck } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { type Algorithm, algorithms } from './checksum.ts'
import { askMeetings, askVersion, readAnswer, readVersion, type Server } from './client.ts'
import { askHooks, readHooks } from './hook-calls.ts'

/**
 * Tells apart: nothing there, not BigBlueButton, wrong secret, right secret but another algorithm,
 * no webhooks where they are counted on.
 */
export async function checkServer(server: Server): Promise<ServiceCheck> {
  const version = readVersion(await askVersion(server))
  const accepted = await acceptedAlgorithm(server)
  if (accepted !== server.algorithm) {
    const message = `The server accepts the API token, but signed with ${accepted} and not with ${server.algorithm}: choose ${accepted} as checksum algorithm.`
    return { status: 'not-authenticated', message }
  }
  const hooks = server.account.settings.attendanceBy === 'webhooks'
  if (hooks) await checkHooks(server)
  return {
    status: 'healthy',
    message: `BigBlueButton${version === undefined ? '' : ` ${version}`} answers and accepts the API token${hooks ? '; its webhooks answer too' : ''}.`,
  }
}

/** The configured one where it works; else the first other one that does. */
async function acceptedAlgorithm(server: Server): Promise<Algorithm> {
  const refusal = await refusalWith(server, server.algorithm)
  if (refusal === undefined) return server.algorithm
  for (const algorithm of algorithms.filter((each) => each !== server.algorithm)) {
    if ((await refusalWith(server, algorithm)) === undefined) return algorithm
  }
  throw refusal
}

async function refusalWith(
  server: Server,
  algorithm: Algorithm,
): Promise<ProviderError | undefined> {
  try {
    readAnswer(await askMeetings({ ...server, algorithm }))
    return undefined
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'auth') return error
    throw error
  }
}

/** Where the package is missing, bbb-web answers with a failure of its own or with nothing. */
async function checkHooks(server: Server): Promise<void> {
  try {
    readHooks(await askHooks(server))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw new ProviderError('unavailable', {
      provider: error.provider,
      message: `BigBlueButton answers, but its webhooks do not: ${error.message} Install bbb-webhooks, or choose another way for attendance.`,
      cause: error,
    })
  }
}
