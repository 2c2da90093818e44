/** What organisers write is checked when they save it, and cleaned of what letters may not contain. */
import type { Execution, Step, Values } from '#pipeline'
import { checkBody, checkSubject } from './check-template.ts'
import { cleanHtml } from './clean-html.ts'
import { htmlToText } from './html-to-text.ts'
import { kindOfValue, mailKind } from './kinds.ts'
import { canonicalTag } from './languages.ts'
import { refusals } from './refusals.ts'

const table = 'gr_mailtemplate'

export const templateSteps: readonly Step[] = [
  {
    name: 'Mail templates: check and clean',
    message: 'Create',
    table,
    stage: 20,
    rank: 100,
    run: checkTemplate,
  },
  {
    name: 'Mail templates: check and clean',
    message: 'Update',
    table,
    stage: 20,
    rank: 100,
    filteringColumns: ['gr_kind', 'gr_language', 'gr_subject', 'gr_bodyhtml', 'gr_bodytext'],
    needsPreImage: true,
    run: checkTemplate,
  },
]

/** What is missing is asked for after this stage, in the pipeline's own words. */
async function checkTemplate(execution: Execution): Promise<void> {
  const { target } = execution
  const row: Values = { ...execution.pre, ...target }
  if (typeof target.gr_language === 'string') target.gr_language = tagOf(target.gr_language)
  const kind = kindOfValue(row.gr_kind)
  if (kind === undefined) return
  if (typeof row.gr_name !== 'string') {
    target.gr_name = `${mailKind[kind].label} (${String(target.gr_language ?? '')})`
  }
  if (typeof row.gr_subject === 'string') checkSubject(kind, row.gr_subject)
  if (typeof row.gr_bodyhtml !== 'string') return
  const html = readyBody(row.gr_bodyhtml)
  checkBody(kind, html)
  target.gr_bodyhtml = html
  target.gr_bodytext = htmlToText(html)
}

/** Clean HTML in which something is left to read. */
export function readyBody(given: string, input = 'gr_bodyhtml'): string {
  const html = cleanHtml(given)
  if (htmlToText(html) === '') throw refusals['mail-template-empty']({ input }, { input })
  return html
}

export function tagOf(given: string): string {
  const tag = canonicalTag(given.trim())
  if (tag !== undefined) return tag
  const input = 'gr_language'
  throw refusals['mail-language-invalid']({ found: given }, { input, found: given })
}
