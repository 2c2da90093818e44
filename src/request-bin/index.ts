export { expireBinsJob, expireBinsSchedule } from './expire-bins.ts'
export { registerRequestBins } from './register-request-bin.ts'
export { isBinAddress } from './request-bin.ts'
export { tables } from './tables.ts'
