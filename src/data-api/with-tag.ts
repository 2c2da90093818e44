import type { Scope, Visit } from './exchange.ts'

/** `?tag=…` on a request: a shared variable of everything that it writes, for steps to look at. */
export function withTag(visit: Visit): Visit {
  // Looked for before it is read: nearly no request has one (0.2 µs instead of 1 µs).
  if (!/(?:^|&)(?:t|%74)/i.test(visit.request.query)) return visit
  const tag = new URLSearchParams(visit.request.query).get('tag')
  return tag === null ? visit : { ...visit, scope: tagging(visit.scope, tag) }
}

function tagging(scope: Scope, tag: string): Scope {
  return {
    ...scope,
    execute: (caller, request) =>
      scope.execute(caller, { ...request, shared: { ...request.shared, tag } }),
    together: (act) => scope.together((inner) => act(tagging(inner, tag))),
  }
}
