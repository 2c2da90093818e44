import { isOutboundFailure, type OutboundFailureKind } from '#outbound'
import { ProviderError, type ProviderErrorKind } from './provider-error.ts'

/** What a call that got no answer means; the sentence is outbound's own, which names host and port. */
const kinds: Readonly<Record<OutboundFailureKind, ProviderErrorKind>> = {
  'refused-address': 'rejected',
  'bad-url': 'rejected',
  'bad-request': 'rejected',
  dns: 'unavailable',
  connect: 'unavailable',
  tls: 'unavailable',
  timeout: 'unavailable',
  closed: 'unavailable',
  proxy: 'unavailable',
  aborted: 'unavailable',
  'too-large': 'unexpected',
}

/** The ProviderError for an error of `Outbound.request`; any other error is given back as it is. */
export function networkFailure(provider: string, error: unknown): unknown {
  if (!isOutboundFailure(error)) return error
  const message = `${error.sentence} ${error.advice}`
  return new ProviderError(kinds[error.kind], {
    provider,
    message,
    vendorCode: error.code,
    cause: error,
  })
}
