import { option } from '#database'

export const area = {
  administration: option(100000000, 'Administration'),
  customerService: option(100000001, 'Customer service'),
  executiveManagement: option(100000002, 'Executive/management'),
  logistics: option(100000003, 'Logistics'),
  finance: option(100000004, 'Finance'),
  hr: option(100000005, 'HR'),
  it: option(100000006, 'IT'),
  legal: option(100000007, 'Legal'),
  marketing: option(100000008, 'Marketing'),
  sales: option(100000009, 'Sales'),
} as const

export const companySize = {
  n50OrLess: option(100000000, '50 or less'),
  n51To100: option(100000001, '51 to 100'),
  n101To250: option(100000002, '101 to 250'),
  n251To500: option(100000003, '251 to 500'),
  n501To1000: option(100000004, '501 to 1000'),
  n1001To2500: option(100000005, '1001 to 2500'),
  n2501To5000: option(100000006, '2501 to 5000'),
  n5001To10000: option(100000007, '5001 to 10000'),
  n10001OrMore: option(100000008, '10001 or more'),
} as const

export const industry = {
  architectureAndEngineering: option(100000000, 'Architecture and engineering'),
  financialServices: option(100000001, 'Financial services'),
  manufacturing: option(100000002, 'Manufacturing'),
  mediaEntertainment: option(100000003, 'Media, entertainment'),
  professionalServices: option(100000004, 'Professional services'),
  publicSector: option(100000005, 'Public sector'),
  retail: option(100000006, 'Retail'),
  wholesaleAndDistribution: option(100000007, 'Wholesale and distribution'),
  other: option(100000008, 'Other'),
} as const

export const internalStatus = {
  new: option(100000000, 'New'),
  ready: option(100000001, 'Ready'),
} as const

export const primaryRole = {
  attendee: option(100000000, 'Attendee'),
  journalist: option(100000001, 'Journalist'),
  other: option(100000002, 'Other'),
} as const

export const publishingState = {
  pending: option(100000000, 'Pending'),
  published: option(100000001, 'Published'),
  parentWebinarFailed: option(100000002, 'Parent webinar failed'),
  failedToPublish: option(100000003, 'Failed to publish'),
  webinarProviderError: option(100000004, 'Webinar provider error'),
} as const

export const noYes = {
  no: option(100000001, 'No'),
  yes: option(100000002, 'Yes'),
} as const

export const years = {
  underOneYear: option(100000000, 'Under one year'),
  n1To5Years: option(100000001, '1 to 5 years'),
  n5To10Years: option(100000002, '5 to 10 years'),
  over10Years: option(100000003, 'Over 10 years'),
} as const

export const verdict = {
  pending: option(100000000, 'Pending'),
  completed: option(100000001, 'Completed'),
  failed: option(100000002, 'Failed'),
} as const

export const purchaseState = {
  waitingForPayment: option(100000000, 'Waiting for payment'),
  finalized: option(100000001, 'Finalized'),
  cancelled: option(100000002, 'Cancelled'),
  expired: option(100000003, 'Expired'),
  paidAfterExpiry: option(100000004, 'Paid after expiry'),
} as const

export const recoveryKind = {
  registration: option(100000000, 'Registration'),
  payment: option(100000001, 'Payment'),
  checkIn: option(100000002, 'Check-in'),
  cancellation: option(100000003, 'Cancellation'),
} as const

export const recoveryOutcome = {
  open: option(100000000, 'Open'),
  replayed: option(100000001, 'Replayed'),
  discarded: option(100000002, 'Discarded'),
} as const
