export const handshakeKind = 'webhook.handshake'

export interface HandshakePayload {
  readonly endpoint: string
}
