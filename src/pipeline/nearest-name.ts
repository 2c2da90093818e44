/**
 * The known name that a mistyped one was most likely meant to be, or undefined when none is close:
 * at most a third of its letters, and never more than three, may differ.
 */
export function nearestName(wrong: string, known: Iterable<string>): string | undefined {
  const allowed = Math.min(3, Math.max(1, Math.floor(wrong.length / 3)))
  let best: { name: string; distance: number } | undefined
  for (const name of known) {
    if (Math.abs(name.length - wrong.length) > allowed) continue
    const distance = editDistance(wrong.toLowerCase(), name)
    if (distance <= (best?.distance ?? allowed + 1) - 1) best = { name, distance }
  }
  return best?.name
}

/** Letters to add, drop, replace or swap with a neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let twoBack: number[] = []
  let oneBack = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let least = Math.min(
        at(oneBack, column) + 1,
        at(current, column - 1) + 1,
        at(oneBack, column - 1) + (same ? 0 : 1),
      )
      const swapped = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped && column > 1) least = Math.min(least, at(twoBack, column - 2) + 1)
      current.push(least)
    }
    twoBack = oneBack
    oneBack = current
  }
  return at(oneBack, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] as number
}
