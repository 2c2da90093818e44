export type { BoundAction } from './exchange.ts'
export { type DataApi, type DataApiNeeds, registerDataApi } from './register-data-api.ts'
export type { RequestLimit } from './service-protection.ts'
