/** Where the broker of an endpoint is, from the columns that Dataverse has for Service Bus. */
import { contract } from '../choices.ts'
import { registrationRefusals } from './refusals.ts'

export interface BrokerAddress {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** What the hub says in `open` which host it means; brokers with several tenants go by it. */
  readonly hostname: string
}

export interface AddressColumns {
  readonly namespaceaddress?: unknown
  readonly solutionnamespace?: unknown
  readonly url?: unknown
}

const queueContracts: readonly unknown[] = [
  contract.queue.value,
  contract.persistentQueue.value,
  contract.topic.value,
  contract.eventHub.value,
]

/** Whether messages for it go to a broker. */
export function isQueueContract(value: unknown): boolean {
  return queueContracts.includes(value)
}

/** The namespace's address, else the URL, else the name of a Service Bus namespace. */
export function addressOf(columns: AddressColumns): BrokerAddress {
  const { namespaceaddress, url, solutionnamespace } = columns
  const given = [namespaceaddress, url].find((text) => typeof text === 'string' && text !== '')
  if (typeof given === 'string') return readAddress(given)
  if (typeof solutionnamespace === 'string' && /^[a-z0-9-]+$/i.test(solutionnamespace)) {
    return readAddress(`sb://${solutionnamespace}.servicebus.windows.net`)
  }
  throw wrong('there is none')
}

const ports: Readonly<Record<string, number>> = { 'amqp:': 5672, 'amqps:': 5671, 'sb:': 5671 }

export function readAddress(text: string): BrokerAddress {
  const url = URL.parse(text.includes('://') ? text : `amqps://${text}`)
  if (url === null || url.hostname === '') throw wrong('it cannot be read')
  const usual = ports[url.protocol]
  if (usual === undefined) throw wrong(`it starts with ${url.protocol}`)
  if (url.username !== '' || url.password !== '') throw wrong('it holds a user name or password')
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const tenant = decodeURIComponent(url.pathname.replace(/^\/|\/$/g, ''))
  return {
    host,
    port: Number(url.port) || usual,
    tls: url.protocol !== 'amqp:',
    // RabbitMQ's convention for virtual hosts.
    hostname: tenant === '' ? host : `vhost:${tenant}`,
  }
}

function wrong(problem: string) {
  return registrationRefusals['queue-address']({ problem }, { input: 'namespaceaddress' })
}
