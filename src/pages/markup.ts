/** Text that is markup already, and goes in as it is. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[]

/**
 * Markup from a template: whatever is put in is escaped, for HTML and XML, in text and in quoted
 * attributes; null, undefined and false leave nothing. The same tag serves XML, as `xml`.
 */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(String.raw({ raw: literals }, ...parts.map(textOf)))
export const xml = html

/** The one door for markup that a library made. */
export const raw = (markup: string): Markup => new Markup(markup)

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(textOf).join('')
  if (part === null || part === undefined || part === false) return ''
  return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
