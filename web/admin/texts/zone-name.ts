/** The city that people know a time zone by. */
export function zoneName(zone: unknown): string {
  const name = String(zone ?? 'UTC')
  return (name.split('/').at(-1) ?? name).replaceAll('_', ' ')
}
