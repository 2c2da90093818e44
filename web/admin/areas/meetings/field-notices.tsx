import { IconInfoCircle } from '@tabler/icons-react'

/** What happens all the same, said under the field that it is about. */
export function FieldNotices({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <ul className="field-notices">
      {of.map((sentence) => (
        <li key={sentence}>
          <IconInfoCircle size={16} aria-hidden />
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  )
}
