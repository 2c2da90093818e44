/** `Deutsch`, `français`: each language in itself, so that it is found by whoever reads no other. */
export function ownNamesOf(languages: readonly string[]): ReadonlyMap<string, string> {
  return new Map(languages.map((language) => [language, ownName(language)]))
}

function ownName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}
