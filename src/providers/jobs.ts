import { isRefusal } from '#errors'
import { enqueue, type FailureVerdict, type JobDefinition, type JobRequest } from '#jobs'
import { deleteExpiredAuthorizationRequests } from './authorization-rows.ts'
import { usableConfigurations } from './configuration-rows.ts'
import type { Needs } from './needs.ts'
import { openAccount } from './open-account.ts'
import { deleteOldRequests } from './request-log.ts'
import { synchronizeJob } from './synchronize.ts'
import { verifyConfiguration } from './verify-configuration.ts'

const checkAccountsKind = 'providers.check-accounts'
const checkAccountKind = 'providers.check-account'

const day = 24 * 60 * 60 * 1000

interface AccountToCheck {
  readonly configurationId: string
}

export function createJobs(needs: Needs): readonly JobDefinition[] {
  return [
    checkAccountsJob(needs),
    checkAccountJob(needs),
    synchronizeJob(needs),
  ] as readonly JobDefinition[]
}

/** To be enqueued at start; the unique key keeps it the only one. */
export const accountChecks: JobRequest = {
  kind: checkAccountsKind,
  name: 'Check the accounts at webinar providers',
  payload: {},
  uniqueKey: checkAccountsKind,
  recurrence: 'FREQ=MINUTELY;INTERVAL=30',
}

/** One job per account, so that a slow provider holds up nobody else's check. */
function checkAccountsJob(needs: Needs): JobDefinition {
  return {
    kind: checkAccountsKind,
    async run() {
      const accounts = await usableConfigurations(needs.db)
      const now = needs.clock.now()
      return {
        friendlyMessage: `Checking ${accounts.length} accounts.`,
        async complete(tx) {
          await deleteExpiredAuthorizationRequests(tx, new Date(now.getTime() - day))
          await deleteOldRequests(tx, new Date(now.getTime() - day))
          await enqueue(tx, accounts.map(checkRequest))
        },
      }
    },
    onFailure: again,
  }
}

function checkRequest(account: {
  readonly id: string
  readonly name: string
}): JobRequest<AccountToCheck> {
  return {
    kind: checkAccountKind,
    name: `Check the account ${account.name}`,
    payload: { configurationId: account.id },
    uniqueKey: `${checkAccountKind}:${account.id}`,
    regarding: { table: 'msevtmgt_webinarconfiguration', id: account.id },
    autoDelete: true,
  }
}

function checkAccountJob(needs: Needs): JobDefinition<AccountToCheck> {
  return {
    kind: checkAccountKind,
    async run({ payload: { configurationId }, signal }) {
      const check = await verifyConfiguration(needs, needs.system, { configurationId, signal })
      if (check.status === 'healthy') await askForCallbacks(needs, configurationId)
      return { friendlyMessage: check.message }
    },
    onFailure: again,
  }
}

/** Vendors drop callbacks that failed for a while. Verify by a person changes nothing; this does. */
async function askForCallbacks(needs: Needs, configurationId: string): Promise<void> {
  const { provider } = await openAccount(needs, configurationId)
  await provider.callbacks?.subscribe?.()
}

/** The next check comes anyway: one more try, and none where the account may not be used. */
function again(error: unknown, attempt: number): FailureVerdict {
  const friendlyMessage = isRefusal(error)
    ? `${error.sentence} ${error.advice}`
    : `The check failed in the hub: ${error instanceof Error ? error.message : String(error)}`
  if (isRefusal(error) || attempt > 1) return { next: 'fail', friendlyMessage }
  return { next: 'retry', afterMs: 30_000, friendlyMessage }
}
