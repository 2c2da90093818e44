/** The vendor writes times in another form in each resource. */

const iso = (at: number) => new Date(at).toISOString()

/** Rooms and webhooks: `2031-05-05T10:00:00Z` */
export const plainTime = (at: number) => `${iso(at).slice(0, 19)}Z`

/** Sessions: `2031-05-05T10:00:00.000000Z` */
export const longTime = (at: number | undefined) =>
  at === undefined ? null : `${iso(at).slice(0, 23)}000Z`

/** Lists of participants: `2031-05-05 10:00:00`, in UTC without saying so. */
export const bareTime = (at: number | undefined) =>
  at === undefined ? null : iso(at).slice(0, 19).replace('T', ' ')
