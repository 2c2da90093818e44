/** Sentences and labels that stand in source files, with `{names}` where something is filled in. */
import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'

export interface Literal {
  readonly text: string
  /** The property it is the value of, e.g. `message`. */
  readonly property: string | undefined
  /** One of two that a template chooses from: `${one ? 'is' : 'are'}`. */
  readonly isInTemplate: boolean
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string }

/** All string and template literals of a file, in its order, but those of bugs and of the log. */
export function literalsOf(path: string): Literal[] {
  const { program, errors } = parseSync(path, readFileSync(path, 'utf8'))
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  const found: Literal[] = []
  visit(program as unknown as Node, { property: undefined, isInTemplate: false }, found)
  return found
}

type Place = Omit<Literal, 'text'>

function visit(node: Node, place: Place, found: Literal[]): void {
  if (isSilent(node)) return
  const text = textOf(node)
  if (text !== undefined) found.push({ ...place, text })
  for (const [name, value] of Object.entries(node)) {
    if (node.type === 'Property' && name === 'key') continue
    if (text !== undefined && node.type === 'BinaryExpression') continue
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visit(child, placeOf(node, place), found)
    }
  }
}

function placeOf(node: Node, { property, isInTemplate }: Place): Place {
  return {
    property: node.type === 'Property' ? nameOf(node.key as Node) : property,
    isInTemplate:
      node.type === 'TemplateLiteral' || (isInTemplate && node.type !== 'CallExpression'),
  }
}

const silent = new Set(['ImportDeclaration', 'TaggedTemplateExpression', 'TSLiteralType'])

function isSilent(node: Node): boolean {
  if (node.type === 'BinaryExpression') return node.operator !== '+'
  if (node.type === 'NewExpression') return nameOf(node.callee as Node) === 'Error'
  if (node.type !== 'CallExpression') return silent.has(node.type)
  const callee = node.callee as Node
  return (
    callee.type === 'MemberExpression' &&
    /^(debug|info|warn|error|fatal)$/.test(nameOf(callee) ?? '')
  )
}

/** Of a literal, a template, or such ones put behind each other with `+`. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'TemplateLiteral') return templateText(node)
  if (node.type !== 'BinaryExpression') return undefined
  const [left, right] = [textOf(node.left as Node), textOf(node.right as Node)]
  return left === undefined || right === undefined ? undefined : left + right
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

interface TemplateParts {
  readonly quasis: readonly { readonly value: { readonly cooked: string } }[]
  readonly expressions: readonly Node[]
}

/** `${response.status}` is `{status}`, `${a ? b : c}` is `{value}`; a second one `{value2}`. */
function templateText(node: Node): string {
  const { quasis, expressions } = node as unknown as TemplateParts
  const used = new Map<string, number>()
  return quasis
    .map(({ value }, at) => {
      const expression = expressions[at]
      if (expression === undefined) return value.cooked
      const name = placeholderOf(expression)
      const count = (used.get(name) ?? 0) + 1
      used.set(name, count)
      return `${value.cooked}{${name}${count === 1 ? '' : count}}`
    })
    .join('')
}

/** The last name in the expression: `configuration.provider.name` is `name`. */
function placeholderOf(node: Node): string {
  switch (node.type) {
    case 'Identifier':
    case 'MemberExpression':
    case 'ChainExpression':
      return nameOf(node) ?? 'value'
    case 'CallExpression':
      return callName(node)
    default:
      return 'value'
  }
}

/** `start.toISOString()` is `start`, `names.join(', ')` is `names`, `spoken(start)` is `start`. */
function callName(node: Node): string {
  const callee = node.callee as Node
  const first = (node.arguments as readonly Node[])[0]
  if (callee.type === 'MemberExpression' && isNode(callee.object)) {
    const of = nameOf(callee.object as Node)
    if (of !== undefined && of !== 'format' && of !== 'number') return of
  }
  return (first === undefined ? undefined : nameOf(first)) ?? 'value'
}

function nameOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') {
    return /^\w+$/.test(node.value) ? node.value : undefined
  }
  if (node.type === 'Identifier') return node.name as string
  if (node.type === 'MemberExpression' && node.computed !== true)
    return nameOf(node.property as Node)
  if (node.type === 'ChainExpression') return nameOf(node.expression as Node)
  return undefined
}
