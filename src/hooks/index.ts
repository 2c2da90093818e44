export { type HooksNeeds, registerHooks } from './register-hooks.ts'
