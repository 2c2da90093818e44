/**
 * A captcha without puzzles and without anybody else's service: the visitor's computer has to find a
 * number, which takes it a second or so, and people nothing. The challenge is signed, so that it
 * needs no row; what was solved is remembered until it expires, so that a process takes it once.
 *
 * It stands behind the fields of the captcha that clients of Dynamics 365 know (`FlowId`, `HipUrl`,
 * `ObjectName`, `FunctionName`; the answer is `Solution`, `Token`, `Type`, `FlowId`).
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#clock'

export interface CaptchaKeeper {
  /** A new challenge. */
  challenge(): Challenge
  /** Why an answer is none; undefined where it is right. It counts once. */
  problemOf(answer: CaptchaAnswer): CaptchaProblem | undefined
}

export interface Challenge {
  readonly flowId: string
  /** Signed: when it expires and how many zero bits the hash must begin with. */
  readonly token: string
  readonly difficulty: number
}

export interface CaptchaAnswer {
  readonly Solution?: unknown
  readonly Token?: unknown
  readonly FlowId?: unknown
}

/** What a token says, not yet verified. */
export function partsOf(token: string) {
  const [expires = '', bits = '', signature = ''] = token.split('.')
  return { expires, bits, signature }
}

export type CaptchaProblem = 'missing' | 'foreign' | 'expired' | 'wrong' | 'used'

interface CaptchaNeeds {
  readonly clock: Clock
  /** Parts of the vault. */
  readonly signing: {
    sign(purpose: string, content: string): Uint8Array
    verify(purpose: string, content: string, signature: Uint8Array): boolean
  }
  /** Zero bits; 16 are some 65,000 tries: about half a second in a phone's browser. */
  readonly difficulty?: number
}

const purpose = 'captcha'
const validMinutes = 20
/** More than can be solved in the minutes that they are remembered. */
const mostRemembered = 100_000

export function createCaptcha({ clock, signing, difficulty = 16 }: CaptchaNeeds): CaptchaKeeper {
  const sign = (text: string) => Buffer.from(signing.sign(purpose, text)).toString('base64url')
  const verify = (text: string, signature: string) =>
    signing.verify(purpose, text, Buffer.from(signature, 'base64url'))
  const used = new Map<string, number>()
  return {
    challenge() {
      const flowId = randomBytes(16).toString('hex')
      const expires = clock.now().getTime() + validMinutes * 60_000
      const content = `${expires}.${difficulty}`
      return { flowId, token: `${content}.${sign(`${flowId}.${content}`)}`, difficulty }
    },
    problemOf({ Solution, Token, FlowId }) {
      if (![Solution, Token, FlowId].every((each) => typeof each === 'string' && each !== '')) {
        return 'missing'
      }
      const flowId = String(FlowId)
      const { expires, bits, signature } = partsOf(String(Token))
      if (!verify(`${flowId}.${expires}.${bits}`, signature)) return 'foreign'
      const now = clock.now().getTime()
      if (Number(expires) < now) return 'expired'
      if (zeroBits(`${flowId}${Solution}`) < Number(bits)) return 'wrong'
      if (used.has(flowId)) return 'used'
      forget(used, now)
      used.set(flowId, Number(expires))
      return undefined
    },
  }
}

function forget(used: Map<string, number>, now: number): void {
  for (const [flowId, expires] of used) {
    if (expires >= now && used.size < mostRemembered) break
    used.delete(flowId)
  }
}

function zeroBits(text: string): number {
  const hash = createHash('sha256').update(text).digest()
  let zeros = 0
  for (const byte of hash) {
    zeros += Math.clz32(byte) - 24
    if (byte !== 0) break
  }
  return zeros
}

/**
 * The script behind `HipUrl`: solves the challenge in the visitor's browser. It defines the object that clients call,
 * `WLSPHIP0.verify(callback, parameter)`, and hands `callback(solution, token, parameter)` the answer.
 */
export function captchaScript({ flowId, token, difficulty }: Challenge): string {
  return `(() => {
  const flowId = ${JSON.stringify(flowId)}, token = ${JSON.stringify(token)}, difficulty = ${difficulty}
  const zeroBits = (bytes) => {
    let zeros = 0
    for (const byte of bytes) { zeros += Math.clz32(byte) - 24; if (byte !== 0) break }
    return zeros
  }
  const solve = async () => {
    const encoder = new TextEncoder()
    for (let number = 0; ; number += 1) {
      const hash = await crypto.subtle.digest('SHA-256', encoder.encode(flowId + number))
      if (zeroBits(new Uint8Array(hash)) >= difficulty) return String(number)
    }
  }
  const solution = solve()
  globalThis.WLSPHIP0 = {
    flowId,
    type: 'work',
    verify: (callback, parameter) => { solution.then((found) => callback(found, token, parameter)) },
  }
})()
`
}
