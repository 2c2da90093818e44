export { isStreamed, type Occasion, readOccasion } from '#events'
export { decideJoin, type JoinDecision, type JoinObstacle } from './join.ts'
export { tables } from './tables.ts'
export { createWebinars, type Webinars } from './webinars.ts'
