import type { Caller } from '#pipeline'
import type { Needs } from './needs.ts'

export interface ConfigurationChoice {
  readonly configurationId: string
}

/** The account may be used again; its credentials were kept. */
export async function activateConfiguration(
  needs: Needs,
  caller: Caller,
  choice: ConfigurationChoice,
): Promise<void> {
  await setState(needs, caller, choice, { State: 0, Status: 1 })
}

/** The account is not used until it is activated: calls are refused with `account-inactive`. */
export async function deactivateConfiguration(
  needs: Needs,
  caller: Caller,
  choice: ConfigurationChoice,
): Promise<void> {
  await setState(needs, caller, choice, { State: 1, Status: 2 })
}

async function setState(
  { pipeline }: Needs,
  caller: Caller,
  { configurationId: id }: ConfigurationChoice,
  input: { readonly State: number; readonly Status: number },
): Promise<void> {
  const table = 'msevtmgt_webinarconfiguration'
  await pipeline.execute(caller, { message: 'SetState', table, id, input })
}
