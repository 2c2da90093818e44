import { general, isRefusal } from '#errors'
import { mayDo } from '#identity'
import type { Caller } from '#pipeline'
import type { ContextSource } from './payload/context-source.ts'
import { checkSource, type SendOptions, sendContext } from './send-context.ts'

/** What came of calling an endpoint to see whether it can be called. */
export interface EndpointCheck {
  readonly succeeded: boolean
  /** Of the answer, where it was one of success. */
  readonly status: number | undefined
  readonly durationMs: number | undefined
  /** For people: what is wrong and what to do. */
  readonly sentence: string
  /** Signed, as system jobs carry it; undefined on success. */
  readonly errorCode: number | undefined
}

/** `TriggerServiceEndpointCheck`: sends a context of that name. Whoever may change it may test it. */
export async function tryEndpoint(
  options: SendOptions,
  caller: Caller,
  endpointId: string,
): Promise<EndpointCheck> {
  const source = checkSource(caller, endpointId, options.clock)
  return await trySending(options, caller, endpointId, source)
}

/** The same with a context of the caller's choice. */
export async function trySending(
  options: SendOptions,
  caller: Caller,
  endpointId: string,
  context: ContextSource | string,
): Promise<EndpointCheck> {
  if (!mayDo(caller, 'Update', 'serviceendpoint')) {
    const who = `The user ${caller.userId}`
    throw general['not-allowed']({ who, act: 'test', table: 'serviceendpoint' })
  }
  try {
    const { status, durationMs } = await sendContext(options, caller, endpointId, context)
    const sentence = `The endpoint answered with the status ${status} after ${durationMs} ms.`
    return { succeeded: true, status, durationMs, sentence, errorCode: undefined }
  } catch (error) {
    if (isRefusal(error, 'not-found') || !isRefusal(error)) throw error
    return failedCheck(`${error.sentence} ${error.advice}`, error.dataverse)
  }
}

function failedCheck(sentence: string, code: number | undefined): EndpointCheck {
  return {
    succeeded: false,
    status: undefined,
    durationMs: undefined,
    sentence,
    errorCode: code === undefined ? undefined : code | 0,
  }
}
