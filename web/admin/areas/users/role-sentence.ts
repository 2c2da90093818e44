import type { Role } from './people.ts'
import { type UserTextKey, useUserTexts } from './users-texts.ts'

/** What a role of the hub is for, in one sentence; roles of one's own speak for themselves. */
export function useRoleSentence(): (role: Pick<Role, 'name' | 'builtIn'>) => string | undefined {
  const t = useUserTexts()
  return ({ name, builtIn }) => {
    if (!builtIn) return undefined
    const key = `about.${name}` as Extract<UserTextKey, `about.${string}`>
    const sentence = t(key)
    return sentence === key ? undefined : sentence
  }
}
