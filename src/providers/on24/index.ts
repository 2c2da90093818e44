import type { ProviderDefinition } from '../contract.ts'
import { providerId } from './client.ts'
import { connect } from './connect.ts'
import { endpointLimits } from './endpoint-limits.ts'
import { mostMinutes } from './mapping.ts'
import { settings } from './settings.ts'

export const on24: ProviderDefinition = {
  id: providerId,
  name: 'ON24',
  description: 'Webinars of one ON24 account, by a pair of API tokens.',
  settings,
  auth: 'credentials',
  capabilities: {
    join: 'minted',
    attendance: 'query',
    registrants: true,
    update: true,
    cancel: true,
    delete: true,
    recurrence: false,
    cohosts: false,
    recording: true,
    recordings: true,
    password: false,
    webinarTypes: true,
    asynchronousCreation: false,
  },
  // What the vendor takes of registrations, which are nearly all calls; the rest is below.
  requestsPerMinute: 1000,
  endpointLimits,
  attendanceLag: { looksAfterMinutes: [30, 120, 720], completeAfterMinutes: 120 },
  preinstalled: {
    id: '00000000-0000-4000-8000-000000000024',
    maxDurationMinutes: mostMinutes,
    termsOfService: 'https://www.on24.com/terms-and-conditions/',
    privacyPolicy: 'https://www.on24.com/privacy-policy/',
  },
  connect,
}
