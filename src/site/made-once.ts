/** What is made from one shared read is made once for everybody with the same language. */
export function madeOnce<Source extends object, For extends object, Made>(
  make: (source: Source, person: For) => Promise<Made>,
): (source: Source, person: For) => Promise<Made> {
  const made = new WeakMap<Source, WeakMap<For, Promise<Made>>>()
  return (source, person) => {
    const ofSource = made.get(source) ?? new WeakMap<For, Promise<Made>>()
    made.set(source, ofSource)
    const found = ofSource.get(person) ?? make(source, person)
    ofSource.set(person, found)
    return found
  }
}
