/** Servers spell their fields as they like: names are exchanged on the way in and out. */

export const spelled = (value: unknown, names: Readonly<Record<string, string>>): unknown =>
  renamed(value, new Map(Object.entries(names)))

export const understood = (value: unknown, names: Readonly<Record<string, string>>): unknown =>
  renamed(value, new Map(Object.entries(names).map(([ours, theirs]) => [theirs, ours])))

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, names))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, each]) => [
    names.get(name) ?? name,
    renamed(each, names),
  ])
  return Object.fromEntries(entries)
}
