import { option } from '#database'

export const authorized = {
  yes: option(100000000, 'Yes'),
  no: option(100000001, 'No'),
  tokenExpired: option(100000002, 'Token expired'),
} as const

export const serviceStatus = {
  healthy: option(100000000, 'Healthy'),
  notAuthenticated: option(100000001, 'Not authenticated'),
  forbidden: option(100000002, 'Forbidden'),
  unhealthy: option(100000003, 'Unhealthy'),
} as const

export const yesNo = {
  yes: option(100000001, 'Yes'),
  no: option(100000002, 'No'),
} as const
