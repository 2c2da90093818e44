/** Rooms: making, changing, showing and removing them. */
import { type Fields, fieldsOf } from './body.ts'
import { Failure, notFound } from './failure.ts'
import { endSession } from './sessions.ts'
import {
  liveSession,
  newId,
  nowOf,
  type Room,
  type RoomSettings,
  standing,
  type Vendor,
} from './state.ts'
import { plainTime } from './times.ts'
import { tell } from './webhooks.ts'

const stockRoles = ['moderator', 'speaker', 'attendee']

export function createRoom(vendor: Vendor, body: unknown): object {
  const now = nowOf(vendor)
  const settings = settingsIn(vendor, fieldsOf(body), defaultsFor(now))
  if (standing(vendor).some((room) => room.settings.friendly_url === settings.friendly_url)) {
    throw new Failure(409, { message: 'The friendly url has already been taken.' })
  }
  const room: Room = {
    id: newId(),
    createdAt: now,
    updatedAt: now,
    deletedAt: undefined,
    settings,
  }
  vendor.rooms.set(room.id, room)
  return showRoom(vendor, room)
}

function defaultsFor(now: number): RoomSettings {
  return {
    description: 'Meeting room',
    friendly_url: `room-${now.toString(36)}-${Math.floor(Math.random() * 1e6)}`,
    privacy: 'public',
    external_id: null,
    roles: stockRoles,
    default_role: 'speaker',
    max_participants: 50,
    session_length: null,
    expires_at: null,
    webhooks: [],
    recordings_enabled: false,
    recording_autostart_enabled: false,
  }
}

export function changeRoom(vendor: Vendor, key: string, body: unknown): object {
  const room = roomBy(vendor, key)
  room.settings = settingsIn(vendor, fieldsOf(body), room.settings)
  room.updatedAt = nowOf(vendor)
  return showRoom(vendor, room)
}

function settingsIn(vendor: Vendor, fields: Fields, before: RoomSettings): RoomSettings {
  const settings: RoomSettings = {
    description: fields.text('description', [3, 500]) ?? before.description,
    friendly_url: fields.text('friendly_url', [3, 32]) ?? before.friendly_url,
    privacy: fields.choice('privacy', ['public', 'private']) ?? before.privacy,
    external_id: fields.text('external_id', [1, 255]) ?? before.external_id,
    roles: fields.texts('roles') ?? before.roles,
    default_role: fields.text('default_role', [1, 255]) ?? before.default_role,
    max_participants: fields.count('max_participants', [2, 2000]) ?? before.max_participants,
    session_length: fields.count('session_length', [1, 1440]) ?? before.session_length,
    expires_at: fields.text('expires_at', [19, 19]) ?? before.expires_at,
    webhooks: fields.texts('webhooks') ?? before.webhooks,
    recordings_enabled: fields.flag('recordings_enabled') ?? before.recordings_enabled,
    recording_autostart_enabled:
      fields.flag('recording_autostart_enabled') ?? before.recording_autostart_enabled,
  }
  checkSettings(vendor, fields, settings)
  fields.done()
  return settings
}

function checkSettings(vendor: Vendor, fields: Fields, settings: RoomSettings): void {
  const { roles, default_role, expires_at, webhooks } = settings
  if (roles.some((role) => !stockRoles.includes(role))) {
    fields.complain('roles', 'The selected roles are invalid.')
  }
  if (!roles.includes(default_role)) {
    fields.complain('default_role', 'The default role must be one of the roles.')
  }
  if (expires_at !== null && !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(expires_at)) {
    fields.complain('expires_at', 'The expires at does not match the format Y-m-d H:i:s.')
  }
  if (webhooks.some((id) => !vendor.webhooks.has(id))) {
    fields.complain('webhooks', 'The selected webhooks are invalid.')
  }
}

/** By id or by friendly address. */
export function roomBy(vendor: Vendor, key: string): Room {
  expire(vendor)
  const room = standing(vendor).find(
    ({ id, settings }) => id === key || settings.friendly_url === key,
  )
  if (room === undefined) throw notFound('Room')
  return room
}

export function deleteRoom(vendor: Vendor, key: string): void {
  remove(vendor, roomBy(vendor, key))
}

function remove(vendor: Vendor, room: Room): void {
  const session = liveSession(vendor, room.id)
  if (session !== undefined) endSession(vendor, session)
  tell(vendor, room, 'room_deleted', {})
  room.deletedAt = nowOf(vendor)
}

/** Rooms that have expired delete themselves. */
function expire(vendor: Vendor): void {
  for (const room of standing(vendor)) {
    const { expires_at: expiry } = room.settings
    const isOver = expiry !== null && Date.parse(`${expiry.replace(' ', 'T')}Z`) <= nowOf(vendor)
    if (isOver) remove(vendor, room)
  }
}

export function showRoom({ url }: Vendor, { id, settings, createdAt, updatedAt }: Room): object {
  const role = (name: string) => ({ id: `role-${name}`, name, display_name: name })
  return {
    id,
    ...settings,
    roles: settings.roles.map(role),
    default_role: role(settings.default_role),
    room_url: `${url()}/${settings.friendly_url}`,
    is_locked: false,
    created_at: plainTime(createdAt),
    updated_at: plainTime(updatedAt),
  }
}
