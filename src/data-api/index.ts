export { createIndexJob } from './customize/make-index.ts'
export type { BoundAction } from './exchange.ts'
export { type DataApiNeeds, registerDataApi } from './register-data-api.ts'
export type { ServiceLimits } from './service-protection.ts'
