import { createHash } from 'node:crypto'

/** Any constant: it keeps the hub's names apart from those of others. */
const namespace = Buffer.from('8c5d1f0a6b7e4f3c9a2d5e8b1c4f7a30', 'hex')

/** A UUID of version 5 (RFC 9562 §5.5): the same name gives the same id on every installation. */
export function nameUuid(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const digits = hash.toString('hex')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
