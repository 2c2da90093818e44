export { isOutboundFailure, type OutboundFailure, type OutboundFailureKind } from './failure.ts'
export {
  createOutbound,
  type Outbound,
  type OutboundOptions,
  type OutboundRequest,
  type OutboundResponse,
} from './outbound.ts'
export type { ResolveName } from './resolve-name.ts'
