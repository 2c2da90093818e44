/** Pictures that organisers uploaded; the Events API serves them (`/EvtMgmt/api/v2.0/…/image`). */

type Kind = 'events' | 'speakers' | 'sponsorships'

/** With the fingerprint, so that a new picture has a new address and browsers may keep the old one. */
export function pictureAddress(kind: Kind, id: string, fingerprint: string): string {
  const name = kind === 'sponsorships' ? 'logo' : 'image'
  return `/EvtMgmt/api/v2.0/${kind}/${id}/${name}?v=${fingerprint.slice(0, 16)}`
}
