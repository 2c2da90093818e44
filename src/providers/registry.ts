import { bigBlueButton } from './bigbluebutton/index.ts'
import type { ProviderDefinition } from './contract.ts'
import { digitalSamba } from './digital-samba/index.ts'
import { eTutorium } from './etutorium/index.ts'
import { manualLink } from './manual-link/index.ts'
import { microsoftTeams } from './microsoft-teams/index.ts'
import { on24 } from './on24/index.ts'
import { vatra } from './vatra/index.ts'
import { webex } from './webex/index.ts'
import { webinarExtension } from './webinar-extension/index.ts'
import { zoom } from './zoom/index.ts'

/** Every provider the hub knows, in the order in which people are offered them. */
export const providerDefinitions: readonly ProviderDefinition[] = [
  webinarExtension,
  on24,
  bigBlueButton,
  digitalSamba,
  eTutorium,
  vatra,
  zoom,
  webex,
  microsoftTeams,
  manualLink,
]

/** The definition with this id, which provider records carry in `gr_adapter`. */
export function findDefinition(
  definitions: readonly ProviderDefinition[],
  id: string,
): ProviderDefinition | undefined {
  return definitions.find((definition) => definition.id === id)
}
