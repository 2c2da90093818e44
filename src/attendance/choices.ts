import { option } from '#database'

export const audience = {
  general: option(100000000, 'General'),
  introductory: option(100000001, 'Introductory'),
  intermediate: option(100000002, 'Intermediate'),
  advanced: option(100000003, 'Advanced'),
} as const

export const checkinType = {
  sessionCheckIn: option(100000000, 'Session check-in'),
  eventCheckIn: option(100000001, 'Event check-in'),
} as const

export const sessionType = {
  handsOnLab: option(100000000, 'Hands-on/lab'),
  keynote: option(100000001, 'Keynote'),
  general: option(100000002, 'General'),
  brainstorming: option(100000003, 'Brainstorming'),
  breakout: option(100000004, 'Breakout'),
  training: option(100000005, 'Training'),
} as const

export const evidenceSource = {
  joinLink: option(100000000, 'Join link'),
  providerReport: option(100000001, 'Provider report'),
  providerCallback: option(100000002, 'Provider callback'),
  qrScan: option(100000003, 'QR scan'),
  manual: option(100000004, 'Manual'),
} as const

/** What a person decided about somebody whom a provider reported and nobody could match. */
export const attendanceDecision = {
  assigned: option(100000000, 'Assigned to a registration'),
  setAside: option(100000001, 'Set aside'),
  reopened: option(100000002, 'Open again'),
} as const
