/** The API of bbb-webhooks. */
import { randomUUID } from 'node:crypto'
import { Failure } from './failure.ts'
import { type ApiRequest, flag, required } from './request.ts'
import type { Hook, Vendor } from './state.ts'
import { element, success, type Xml } from './xml.ts'

export function createHook(vendor: Vendor, request: ApiRequest): string {
  const callbackUrl = required(request, 'callbackURL', 'missingParamCallbackURL')
  const standing = [...vendor.hooks.values()].find((each) => each.callbackUrl === callbackUrl)
  if (standing !== undefined) {
    return success(
      element('hookID', standing.id),
      element('messageKey', 'duplicateWarning'),
      element('message', 'There is already a hook for this callback URL.'),
    )
  }
  const events = request.parameters.get('eventID')
  const hook: Hook = {
    id: randomUUID(),
    callbackUrl,
    meetingId: request.parameters.get('meetingID') ?? undefined,
    eventIds: events === null ? undefined : events.split(',').map((each) => each.trim()),
    isPermanent: false,
    getRaw: flag(request, 'getRaw', false),
  }
  vendor.hooks.set(hook.id, hook)
  return success(
    element('hookID', hook.id),
    element('permanentHook', hook.isPermanent),
    element('rawData', hook.getRaw),
  )
}

/** With a room: its hooks, and those for all rooms. */
export function listHooks(vendor: Vendor, { parameters }: ApiRequest): string {
  const meetingId = parameters.get('meetingID')
  const hooks = [...vendor.hooks.values()].filter(
    (hook) => meetingId === null || (hook.meetingId ?? meetingId) === meetingId,
  )
  return success(element('hooks', hooks.map(toXml)))
}

const toXml = (hook: Hook): Xml =>
  element('hook', [
    element('hookID', hook.id),
    { xml: `<callbackURL><![CDATA[${hook.callbackUrl}]]></callbackURL>` },
    ...(hook.meetingId === undefined ? [] : [element('meetingID', hook.meetingId)]),
    ...(hook.eventIds === undefined ? [] : [element('eventID', hook.eventIds.join(','))]),
    element('permanentHook', hook.isPermanent),
    element('rawData', hook.getRaw),
  ])

export function destroyHook(vendor: Vendor, request: ApiRequest): string {
  const id = required(request, 'hookID', 'missingParamHookID')
  if (vendor.hooks.delete(id)) return success(element('removed', true))
  throw new Failure('destroyMissingHook', 'The hook informed was not found.')
}

export const ping = (): string => success()
