export { occasionOf, registrationsOf, webinarsOf } from './directory.ts'
export { decideJoin, type JoinDecision, type JoinObstacle } from './join.ts'
export { tables } from './tables.ts'
export { createWebinars, type PresenterLink, type Webinars } from './webinars.ts'
