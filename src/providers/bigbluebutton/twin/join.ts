/** `join`: a signed address becomes a session, or an error page. */
import { Failure } from './failure.ts'
import { type ApiRequest, flag, meetingIdIn, required } from './request.ts'
import { admit } from './rooms.ts'
import type { Person, Role, Room, Vendor } from './state.ts'
import { element, success } from './xml.ts'

/** Where the browser goes, or XML for whoever asked with `redirect=false`. */
export type JoinAnswer =
  | { readonly kind: 'redirect'; readonly location: string; readonly token: string | undefined }
  | { readonly kind: 'xml'; readonly xml: string }

export function join(vendor: Vendor, request: ApiRequest): JoinAnswer {
  const redirect = flag(request, 'redirect', true)
  try {
    const { room, token, person } = enter(vendor, request)
    const url = `${vendor.url()}/html5client/join?sessionToken=${token}`
    if (redirect) return { kind: 'redirect', location: url, token }
    return { kind: 'xml', xml: joined(room, person, token, url) }
  } catch (error) {
    if (!(error instanceof Failure) || !redirect) throw error
    return { kind: 'redirect', location: errorPage(vendor, request, error), token: undefined }
  }
}

function enter(vendor: Vendor, request: ApiRequest) {
  required(request, 'fullName', 'missingParamFullName')
  const room = vendor.rooms.get(meetingIdIn(request))
  if (room === undefined) {
    throw new Failure('invalidMeetingIdentifier', 'The meeting ID that you supplied did not match')
  }
  if (room.forciblyEndedAt !== undefined) {
    throw new Failure('meetingForciblyEnded', 'You can not join a meeting that was forcibly ended.')
  }
  const createTime = request.parameters.get('createTime')
  if (createTime !== null && createTime !== String(room.createTime)) {
    throw new Failure('mismatchCreateTimeParam', 'The createTime parameter does not match.')
  }
  return { room, ...admit(vendor, room, request, roleFor(room, request)) }
}

/** The role wins over the password; one of them is needed. */
function roleFor(room: Room, { parameters }: ApiRequest): Role {
  const role = parameters.get('role')?.toUpperCase()
  if (role === 'MODERATOR' || role === 'VIEWER') return role
  const password = parameters.get('password')
  if (password === room.moderatorPassword) return 'MODERATOR'
  if (password === room.attendeePassword) return 'VIEWER'
  throw new Failure('Params required', 'You must either have the role or the right password.')
}

function joined(room: Room, person: Person, token: string, url: string): string {
  return success(
    element('messageKey', 'successfullyJoined'),
    element('message', 'You have joined successfully.'),
    element('meeting_id', room.internalId),
    element('user_id', person.internalId),
    element('auth_token', token.slice(0, 12)),
    element('session_token', token),
    element('guestStatus', 'ALLOW'),
    element('url', url),
  )
}

function errorPage({ url }: Vendor, { parameters }: ApiRequest, { key, message }: Failure): string {
  const wished = parameters.get('errorRedirectUrl') ?? parameters.get('logoutURL')
  const target = new URL(wished ?? `${url()}/`)
  target.searchParams.set('errors', JSON.stringify([{ key, message }]))
  return target.href
}
