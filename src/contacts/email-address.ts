/**
 * Whether text can be an e-mail address that mail reaches: a local part in dot-atom form (RFC 5322
 * §3.2.3, widened to letters of all scripts by RFC 6531) and a domain name with at least one dot.
 * Quoted local parts, comments and address literals are legal but nobody types them in a form; what
 * is left out are mistakes and header injection.
 */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const domain = text.slice(at + 1)
  return isLocalPart(local) && isDomain(domain)
}

// RFC 5321 §4.5.3.1.1: at most 64 octets.
function isLocalPart(local: string): boolean {
  return (
    Buffer.byteLength(local) <= 64 &&
    /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local)
  )
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  const top = labels.at(-1) ?? ''
  return domain.length <= 253 && labels.length >= 2 && labels.every(isLabel) && !/^\d+$/.test(top)
}

// RFC 1123 §2.1, with letters of all scripts: an internationalised name is typed as it is read.
function isLabel(label: string): boolean {
  return (
    label.length <= 63 && /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label)
  )
}
