/** Parameters `meta_x`; the server lowers their names. */
export const metadataIn = (parameters: URLSearchParams): Map<string, string> =>
  new Map(
    [...parameters]
      .filter(([name]) => name.startsWith('meta_'))
      .map(([name, value]) => [name.slice('meta_'.length).toLowerCase(), value]),
  )
