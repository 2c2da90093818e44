export { isOutboundFailure, type OutboundFailure, type OutboundFailureKind } from './failure.ts'
export type { SocketRequest } from './open-socket.ts'
export {
  createOutbound,
  type Outbound,
  type OutboundOptions,
  type OutboundRequest,
  type OutboundResponse,
} from './outbound.ts'
export type { ResolveName } from './resolve-name.ts'
