import type { Caller } from '#pipeline'

/** Rows that the first migration writes; every hub has them under these ids. */
export const organizationId = '00000000-0000-4000-8000-000000000001'
export const rootBusinessUnitId = '00000000-0000-4000-8000-000000000002'
export const systemUserId = '00000000-0000-4000-8000-000000000003'

export const roleIds = {
  'System Administrator': '00000000-0000-4000-8000-000000000011',
  'Event Manager': '00000000-0000-4000-8000-000000000012',
  'Event Planner': '00000000-0000-4000-8000-000000000013',
  'Webinar Curator': '00000000-0000-4000-8000-000000000014',
  'Check-in Staff': '00000000-0000-4000-8000-000000000015',
  Reader: '00000000-0000-4000-8000-000000000016',
  Integration: '00000000-0000-4000-8000-000000000017',
  Delegate: '00000000-0000-4000-8000-000000000018',
} as const

export type RoleName = keyof typeof roleIds

/** In whose name the hub acts by itself: jobs, provider reports, registrations from the site. */
export const systemCaller: Caller = {
  userId: systemUserId,
  businessUnitId: rootBusinessUnitId,
  roles: ['System Administrator'],
}
