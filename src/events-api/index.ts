export { type EventsApiNeeds, registerEventsApi } from './register-events-api.ts'
