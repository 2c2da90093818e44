import { join } from 'node:path'
import type { Log } from '#log'
import { discardEndpoint, endpointOf } from './endpoint.ts'
import { disownPostmasterFile, readIfPresent, readPostmasterFile } from './postmaster-file.ts'
import { isServerOf } from './processes.ts'
import {
  becomesReady,
  endServer,
  type RunningServer,
  refusedBy,
  watchProcess,
} from './running-server.ts'
import { serverArguments } from './server-arguments.ts'
import { type Endpoint, executable, type ServerPlan } from './server-plan.ts'

export interface Adopted {
  readonly server: RunningServer
  readonly endpoint: Endpoint
}

/**
 * Deals with a server that a killed hub left behind on this cluster: adopts it when it is the one
 * that this hub would start, and ends it otherwise. The caller holds the hub lock.
 * @returns undefined when the cluster is free
 */
export async function settleLeftover(plan: ServerPlan, log: Log): Promise<Adopted | undefined> {
  const file = await readPostmasterFile(plan.cluster)
  if (file === undefined) return undefined
  const { pid, socketDirectory } = file
  if (await isServerOf(plan.cluster, pid)) {
    const server = watchProcess(pid)
    const endpoint = await endpointOf(plan, file)
    if (endpoint !== undefined && (await isFit(plan, endpoint, server, log))) {
      log.info({ server: pid }, 'adopted the PostgreSQL of a hub that was killed')
      return { server, endpoint }
    }
    log.warn({ server: pid }, 'ending the PostgreSQL of a hub that was killed')
    await endServer(plan, server, log)
  }
  await disownPostmasterFile(plan.cluster, plan.account)
  await discardEndpoint(socketDirectory, plan.account, log)
  return undefined
}

async function isFit(
  plan: ServerPlan,
  endpoint: Endpoint,
  server: RunningServer,
  log: Log,
): Promise<boolean> {
  if (!(await isRunAsPlanned(plan, endpoint))) return false
  if (!(await becomesReady(plan, server, log))) return false
  const problem = await refusedBy(endpoint)
  if (problem !== undefined) log.warn({ server: server.pid, err: problem }, 'it does not answer')
  return problem === undefined
}

/** PostgreSQL notes its command line, so other binaries or other settings show. */
async function isRunAsPlanned(plan: ServerPlan, endpoint: Endpoint): Promise<boolean> {
  const noted = await readIfPresent(join(plan.cluster, 'postmaster.opts'))
  const planned = serverArguments(plan, endpoint).map((argument) => ` "${argument}"`)
  return noted?.trim() === `${executable(plan.binaries, 'postgres')}${planned.join('')}`
}
