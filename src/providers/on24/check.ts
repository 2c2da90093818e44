import type { ServiceCheck } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { mostMinutes } from './mapping.ts'
import { joinAddress } from './settings.ts'

/** Reads only. That the token may create and register cannot be known without doing it. */
const reads = [
  {
    right: client.rights.events,
    act: async (opened: client.Client) =>
      client.readEvents(
        await client.askEvents(opened, { dateInterval: '1', itemsPerPage: client.smallestPage }),
      ),
  },
  {
    right: client.rights.lookups,
    act: async (opened: client.Client) => client.readEventTypes(await client.askEventTypes(opened)),
  },
  {
    right: client.rights.registrants,
    act: async (opened: client.Client) =>
      client.readAllRegistrants(await client.askAllRegistrants(opened)),
  },
  {
    right: client.rights.attendees,
    act: async (opened: client.Client) =>
      client.readAllAttendees(await client.askAllAttendees(opened)),
  },
] as const

/** Every right that is missing is named at once, so that nobody has to press Verify five times. */
export async function check(opened: client.Client): Promise<ServiceCheck> {
  joinAddress(opened.account)
  const name = await accountName(opened)
  const missing: string[] = []
  for (const { right, act } of reads) {
    if (await isForbidden(() => act(opened))) missing.push(right)
  }
  if (missing.length > 0) return { status: 'forbidden', message: lackingSentence(missing) }
  return {
    status: 'healthy',
    message: `ON24 answers and accepts the API token of ${name ?? `client ${opened.clientId}`}.`,
    accountName: name ?? `Client ${opened.clientId}`,
    maxDurationMinutes: mostMinutes,
  }
}

/** A token need not have the right to read the client; then the number has to do. */
async function accountName(opened: client.Client): Promise<string | undefined> {
  let name: string | undefined
  await isForbidden(async () => {
    name = client.readClient(await client.askClient(opened)).clientname?.trim() || undefined
  })
  return name
}

async function isForbidden(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call()
    return false
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'scope' && isRight(error)) return true
    throw error
  }
}

/** An inactive client lacks everything, and that is another thing to say. */
const isRight = ({ message }: ProviderError) => message.includes('lacks the right')

const lackingSentence = (missing: readonly string[]) =>
  `ON24 accepts the API token, but it lacks ${missing.length === 1 ? 'the right' : 'the rights'} ${missing.map((right) => `"${right}"`).join(', ')}. Give the token access to ${missing.length === 1 ? 'it' : 'them'} in ON24.`
