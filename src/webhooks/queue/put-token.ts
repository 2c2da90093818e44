import type { Connection, EventContext } from 'rhea'
import { BrokenChannel } from './broken-channel.ts'
import type { QueueTarget } from './queue-endpoint.ts'

/**
 * Claims-based security of Service Bus: a shared access signature is put into the node `$cbs`,
 * which then lets this connection send to what the token is for.
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide
 */
export async function putToken(connection: Connection, target: QueueTarget): Promise<void> {
  const { credentials, address, path } = target
  if (credentials.kind !== 'token') return
  const replyTo = 'greenroom-cbs'
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const receiver = connection.open_receiver({ source: '$cbs', target: replyTo })
  const sender = connection.open_sender('$cbs')
  receiver.on('message', ({ message }: EventContext) => {
    const { ok, text } = verdictOf(message?.application_properties ?? {})
    if (ok) resolve()
    else reject(new BrokenChannel(text, 'amqp:unauthorized-access'))
  })
  const refused = () =>
    reject(new BrokenChannel('it has no $cbs to put a token into', 'amqp:not-implemented'))
  for (const event of ['sender_error', 'sender_close']) sender.on(event, refused)
  for (const event of ['receiver_error', 'receiver_close']) receiver.on(event, refused)
  sender.once('sendable', () => {
    sender.send({
      message_id: '1',
      reply_to: replyTo,
      body: credentials.token,
      application_properties: {
        operation: 'put-token',
        type: 'servicebus.windows.net:sastoken',
        name: `amqp://${address.host}/${path}`,
      },
    } as unknown as Parameters<typeof sender.send>[0])
  })
  try {
    await promise
  } finally {
    for (const link of [sender, receiver]) {
      link.removeAllListeners()
      for (const event of ['error', 'close'])
        link.on(`${link === sender ? 'sender' : 'receiver'}_${event}`, () => undefined)
      link.close()
    }
  }
}

function verdictOf(properties: Readonly<Record<string, unknown>>): { ok: boolean; text: string } {
  const status = Number(properties['status-code'])
  const text = String(properties['status-description'] ?? `status ${status}`).slice(0, 300)
  return { ok: status === 200 || status === 202, text }
}
