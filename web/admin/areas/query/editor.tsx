/** The text of a query: CodeMirror, with what can be written next and a mark at a mistake. */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { xmlLanguage } from '@codemirror/lang-xml'
import { bracketMatching, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { EditorState, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { TableFacts } from '../../api/tables.ts'
import type { FaultPlace } from './fault-place.ts'
import { completeFetch } from './fetch-completion.ts'
import { completeOData } from './odata-completion.ts'
import type { QueryLanguage } from './run-query.ts'

export interface EditorProps {
  readonly language: QueryLanguage
  readonly text: string
  readonly label: string
  readonly tables: readonly TableFacts[]
  readonly fault: FaultPlace | undefined
  readonly onChange: (text: string) => void
  readonly onRun: () => void
}

/** Styles that are written while the page runs need the nonce of the page's policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''

export function Editor(props: EditorProps) {
  const { language, label, text, fault } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const newest = useRef(props)
  newest.current = props
  useEffect(() => {
    if (place.current === null) return
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: newest.current.text,
        extensions: extensionsFor(language, label, newest),
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [language, label])
  useEffect(() => {
    const current = view.current
    if (current === undefined || current.state.doc.toString() === text) return
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text } })
  }, [text])
  useEffect(() => {
    const current = view.current
    if (current === undefined) return
    const inside = fault !== undefined && fault.to <= current.state.doc.length
    current.dispatch({ effects: setFault.of(inside ? fault : undefined) })
    if (inside) current.dispatch({ selection: { anchor: fault.from }, scrollIntoView: true })
  }, [fault])
  return <div ref={place} className="query-editor" />
}

function extensionsFor(
  language: QueryLanguage,
  label: string,
  newest: { readonly current: EditorProps },
) {
  const run = () => {
    newest.current.onRun()
    return true
  }
  return [
    EditorView.cspNonce.of(nonce),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.lineWrapping,
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    language === 'fetchxml' ? xmlLanguage : odataLanguage,
    syntaxHighlighting(classHighlighter),
    autocompletion({ icons: false, override: [(context) => complete(context, newest.current)] }),
    faultField,
    keymap.of([
      { key: 'Mod-Enter', run },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) newest.current.onChange(update.state.doc.toString())
    }),
  ]
}

function complete(
  context: CompletionContext,
  { language, tables }: EditorProps,
): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos)
  const last = before.slice(-1)
  const { typed, options } =
    language === 'odata' ? completeOData(before, tables) : completeFetch(before, tables)
  const invited = typed !== '' || /[<"'=,(;&?/\s]/.test(last)
  if (options.length === 0 || !(context.explicit || invited)) return null
  return { from: context.pos - typed.length, options, validFor: /^[\w$./-]*$/ }
}

const odataLanguage = StreamLanguage.define<null>({
  startState: () => null,
  token(stream) {
    if (stream.match(/^\$\w+/)) return 'keyword'
    if (stream.match(/^'(?:[^']|'')*'?/)) return 'string'
    if (stream.match(/^(?:and|or|not|eq|ne|gt|ge|lt|le|in|asc|desc|null|true|false)\b/)) {
      return 'operator'
    }
    if (stream.match(/^\d[\w:.-]*/)) return 'number'
    if (stream.match(/^[\w.]+(?=\()/)) return 'className'
    if (!stream.match(/^\w+/)) stream.next()
    return null
  },
})

const setFault = StateEffect.define<FaultPlace | undefined>()
const mark = Decoration.mark({ class: 'query-fault', attributes: { 'data-fault': 'true' } })

/** The mark goes when the text is changed: then nobody knows whether it is still wrong. */
const faultField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setFault)) continue
      const { value } = effect
      return value === undefined
        ? Decoration.none
        : Decoration.set([mark.range(value.from, value.to)])
    }
    return transaction.docChanged ? Decoration.none : marks
  },
  provide: (field) => EditorView.decorations.from(field),
})
