export { registerConsole } from './register-console.ts'
