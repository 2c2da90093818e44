const variables = '"SharedVariables":['

/**
 * The context with the id of the replay as the shared variable `gr_Replay` of its root. Nothing
 * else of the text changes: quotes inside of strings are escaped, and the properties behind the
 * root's shared variables have none of their own, so that the last place is the right one.
 */
export function markReplay(context: string, replay: string | undefined): string {
  const at = context.lastIndexOf(variables)
  if (replay === undefined || at < 0) return context
  const begin = at + variables.length
  const mark = JSON.stringify({ key: 'gr_Replay', value: replay })
  const comma = context[begin] === ']' ? '' : ','
  return `${context.slice(0, begin)}${mark}${comma}${context.slice(begin)}`
}
