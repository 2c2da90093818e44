import type { Answer } from './exchange.ts'
import { refusalOf } from './explain.ts'
import { failure } from './failure.ts'
import type { Target } from './target.ts'

/**
 * Over plain HTTP the answer of a proxy looks like one of the target. It is the proxy's own when it
 * wants credentials for itself (407, RFC 9110 §15.5.8). tinyproxy says 401 for wrong ones: what a
 * proxy has passed on carries Via (§7.6.3), so a challenge for user and password without it was not.
 * @throws OutboundFailure 'proxy'
 */
export function refuseProxysAnswer({ status, headers }: Answer, target: Target): void {
  if (target.origin.startsWith('https:')) return
  const isOwn = status === 407 || headers['proxy-authenticate'] !== undefined
  const isBasic = /^basic\b/i.test(headers['www-authenticate'] ?? '')
  if (!isOwn && !(status === 401 && isBasic && headers.via === undefined)) return
  throw failure('proxy', target.label, refusalOf(status))
}
