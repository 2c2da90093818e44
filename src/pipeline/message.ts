/** What distinguishes one message from another: the main operation and what must be so before it. */
import type { Group, Privilege } from './execution.ts'
import type { Offer } from './offer.ts'
import type { RunningExecution } from './running-execution.ts'

export interface Message {
  readonly name: string
  /** Own messages: the only table they exist for. */
  readonly table?: string
  /** Asked of the caller; undefined where a message only hands on to others that ask. */
  readonly privilege: Privilege | undefined
  /** Own messages that programs may call. */
  readonly offer?: Offer | undefined
  /** Whether `target` holds columns of the row that the main operation writes. */
  readonly writes: 'new row' | 'row' | 'nothing'
  /** Whether the request must name an existing row. */
  readonly needsRow: boolean
  /** Checks and completes what the caller sent. */
  prepare(execution: RunningExecution): Promise<void>
  /**
   * The main operation for all executions of a group, which are of one table. Per execution, in
   * order: the refusal that is only its own, or undefined. Whatever else it throws fails them all.
   */
  perform(
    executions: readonly RunningExecution[],
    group: Group,
  ): Promise<readonly (Error | undefined)[]>
}
