import { Code } from '@mantine/core'

/** As the provider sent it; JSON is laid out, one piece per line otherwise. */
export function RawRecord({ text }: { readonly text: string }) {
  return (
    <Code block className="raw-record" tabIndex={0}>
      {text.split('\n').map(laidOut).join('\n')}
    </Code>
  )
}

function laidOut(line: string): string {
  if (!/^\s*[[{]/.test(line)) return line
  try {
    return JSON.stringify(JSON.parse(line), null, 2)
  } catch {
    // Cut off or no JSON at all: it is shown as it came.
    return line
  }
}
