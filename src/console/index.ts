export { requireRight } from './acts.ts'
export { registerConsole } from './register-console.ts'
export { createSessions, type Sessions } from './session.ts'
