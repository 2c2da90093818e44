/** What a configuration asks for where people act under their own names, with a second client. */
import type { Setting } from './contract.ts'

export const actionClientSecret = 'gr_actionclientsecret'

/** To be put into the settings of a definition that has `actions`. */
export const actionSettings = (where: string): readonly Setting[] => [
  {
    name: 'gr_actionclientid',
    on: 'configuration',
    label: 'Client ID for actions',
    help: `Only for separate user authentication in actions: the client ID of a second app. ${where}`,
    kind: 'text',
    required: false,
  },
  {
    name: actionClientSecret,
    on: 'configuration',
    label: 'Client secret for actions',
    help: 'The secret of that second app. It is stored encrypted and never shown again.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'actionScopes',
    on: 'settings',
    label: 'Scopes for actions',
    help: 'Leave empty for those of the guide. All of them must be ticked on the second app.',
    kind: 'text',
    required: false,
  },
]

const names: ReadonlySet<string> = new Set(actionSettings('').map(({ name }) => name))

export const isActionSetting = ({ name }: Pick<Setting, 'name'>) => names.has(name)
