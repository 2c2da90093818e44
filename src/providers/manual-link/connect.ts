import type { Account, Provider, Webinar } from '../contract.ts'
import { ProviderError, unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'

const provider = 'manual-link'

/** As much as the hub keeps of the id of a webinar. */
const longestLink = 500

/**
 * There is nothing to call and nothing to remember: the id of a webinar is its link, so reading,
 * changing and deleting work without a list, and repeating them changes nothing.
 */
export function connect(account: Account): Provider {
  return {
    check: () => checkedService(async () => check(account)),
    createWebinar: async (plan) => webinarAt(linkOf(plan.pastedUrl ?? account.settings.link)),
    readWebinar: async (webinarId) => webinarAt(knownLink(webinarId)),
    updateWebinar: async (webinarId, plan) =>
      webinarAt(plan.pastedUrl === undefined ? knownLink(webinarId) : linkOf(plan.pastedUrl)),
    deleteWebinar: async () => undefined,
    joinUrl: async (webinar) => knownLink(webinar.webinarId),
    webinarTypes: () => cannot('list webinar types'),
    register: () => cannot('take registrations'),
    cancelRegistrant: () => cannot('cancel registrations'),
    attendance: () => cannot('tell who attended'),
    recordings: () => cannot('list recordings'),
    authorization: undefined,
    callbacks: undefined,
  }
}

function check(account: Account) {
  const { link } = account.settings
  if (link !== undefined) linkOf(link)
  return {
    status: 'healthy' as const,
    message:
      link === undefined
        ? 'Paste the link of the room on every event.'
        : 'Events without a link of their own use the link of this configuration.',
  }
}

function webinarAt(link: string): Webinar {
  return {
    webinarId: link,
    state: 'created',
    stateReason: undefined,
    webinarUrl: link,
    presentationManagerUrl: undefined,
  }
}

function linkOf(text: string | undefined): string {
  const link = URL.parse(text ?? '')
  if (link === null || !/^https?:$/.test(link.protocol)) {
    throw rejected('There is no link to the room. Paste its complete address, with https://.')
  }
  if (link.href.length <= longestLink) return link.href
  throw rejected(`The link has ${link.href.length} characters; ${longestLink} are possible.`)
}

function knownLink(webinarId: string): string {
  if (URL.canParse(webinarId)) return linkOf(webinarId)
  const message = 'There is no webinar with this id: for pasted links the id is the link.'
  throw new ProviderError('not-found', { provider, message })
}

const rejected = (message: string) => new ProviderError('rejected', { provider, message })
const cannot = (what: string) => Promise.reject(unsupported(provider, what))
