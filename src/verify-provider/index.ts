export { verifyProviderCommand } from './command.ts'
export { type Finding, type Report, reportText } from './report.ts'
export { verifyProvider } from './verify-provider.ts'
export type { SignIn, Visitor } from './visit.ts'
