import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import { parsedXml } from './pages/parsed.ts'

/**
 * `standard` is what the HTML Standard demands, `a11y` adds what WCAG makes of it, `document` what
 * only a whole page can have: a doctype, headings in order, references that lead somewhere. All of
 * them are errors. Left out is what is only style.
 */
const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
    rules: {
      // Whether an end of line has a space before it is no reader's business.
      'no-trailing-whitespace': 'off',
      // An editor's headline is as long as it is.
      'long-title': 'off',
      // The site's policy lets no style attribute come about.
      'no-inline-style': 'error',
      // A number is shown as the settings write it.
      'tel-non-breaking': 'off',
    },
  }),
)

/**
 * What is wrong with an HTML document by the HTML Standard and by the rules of accessibility that
 * can be told from markup, as `rule: message (selector)`. Runs in Node and in workerd.
 */
export async function htmlErrors(html: string): Promise<string[]> {
  if (valid.has(html)) return []
  const { results } = await validator.validateString(html)
  const errors = results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`),
  )
  if (errors.length === 0) valid.add(html)
  return errors
}

/** A page is read many times while it stays the same. */
const valid = new Set<string>()

/**
 * What is wrong with anything that the public gets, by its media type: HTML, XML that is well
 * formed, or JSON. Nothing is known about other types.
 */
export async function errorsIn(type: string, text: string): Promise<string[]> {
  if (/html/.test(type)) return htmlErrors(text)
  try {
    if (/xml/.test(type)) parsedXml(text)
    if (/json/.test(type)) JSON.parse(text)
    return []
  } catch (error) {
    return [String(error)]
  }
}
