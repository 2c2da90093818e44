/** Words of the site: one file of sentences for each language, in `web/site/texts`. */
export { readTexts, type Texts, type TextValues, type Visitor } from '#http'
