/** Where the secrets that sign an endpoint's deliveries are kept. */
export const currentSecret = (row: string) =>
  ({ table: 'serviceendpoint', row, column: 'gr_signingsecret' }) as const

/** Signs as well until it expires. Not a column: nobody writes it. */
export const earlierSecret = (row: string) =>
  ({ table: 'serviceendpoint', row, column: 'gr_earliersigningsecret' }) as const

export const defaultOverlapHours = 24
