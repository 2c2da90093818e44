export { registerEventsApi } from './register-events-api.ts'
