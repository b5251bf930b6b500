import { lexicalHtml } from './ghost-lexical.ts'
import { asHtml } from '../signs.ts'

/** Mobiledoc 0.3: texts and markups are numbered. */
interface Mobiledoc {
  readonly sections?: readonly (readonly unknown[])[]
  readonly markups?: readonly (readonly [string, (readonly string[])?])[]
  readonly atoms?: readonly (readonly [string, string, unknown?])[]
  readonly cards?: readonly (readonly [string, Readonly<Record<string, unknown>>])[]
}

/** What Ghost's editor wrote before version 5.40, as HTML; empty where it is not that. */
export function mobiledocHtml(mobiledoc: string, unknown: Set<string>): string {
  if (!mobiledoc) return ''
  try {
    const doc = JSON.parse(mobiledoc) as Mobiledoc
    return (doc.sections ?? []).map((section) => sectionHtml(section, doc, unknown)).join('')
  } catch {
    return ''
  }
}

function sectionHtml(section: readonly unknown[], doc: Mobiledoc, unknown: Set<string>): string {
  const [type, first, second] = section
  if (type === 1) return `<${tagOf(first)}>${markersHtml(second, doc)}</${tagOf(first)}>`
  if (type === 2) return `<img src="${asHtml(String(first))}">`
  if (type === 3) {
    const items = Array.isArray(second) ? second : []
    return `<${tagOf(first)}>${items.map((item) => `<li>${markersHtml(item, doc)}</li>`).join('')}</${tagOf(first)}>`
  }
  const [name = 'card', payload = {}] = doc.cards?.[Number(first)] ?? []
  return type === 10 ? cardHtml(name, payload, unknown) : ''
}

/** The cards have the names and parts of the newer editor's, but for a few. */
function cardHtml(
  name: string,
  payload: Readonly<Record<string, unknown>>,
  unknown: Set<string>,
): string {
  const newer: Readonly<Record<string, string>> = {
    hr: 'horizontalrule',
    code: 'codeblock',
    'card-markdown': 'markdown',
  }
  const piece = { ...payload, type: newer[name] ?? name }
  return lexicalHtml(JSON.stringify({ root: { children: [piece] } }), unknown)
}

/** `[0, markups that open, how many close, text]`; 1 for an atom. */
function markersHtml(markers: unknown, { markups = [], atoms = [] }: Mobiledoc): string {
  if (!Array.isArray(markers)) return ''
  const open: string[] = []
  let html = ''
  for (const [type, opening, closing, value] of markers as readonly [
    number,
    number[],
    number,
    unknown,
  ][]) {
    for (const number of opening) {
      const [tag = 'span', attributes = []] = markups[number] ?? []
      const href = attributes[attributes.indexOf('href') + 1]
      html +=
        tag === 'a' && attributes.includes('href')
          ? `<a href="${asHtml(href ?? '')}">`
          : `<${tagOf(tag)}>`
      open.push(tagOf(tag))
    }
    if (type === 0) html += asHtml(String(value))
    else {
      const [name, words] = atoms[Number(value)] ?? ['', '']
      html += name === 'soft-return' ? '<br>' : asHtml(words)
    }
    for (let left = closing; left > 0; left--) html += `</${open.pop() ?? 'span'}>`
  }
  return html
}

const tagOf = (tag: unknown): string =>
  /^[a-z][a-z\d]*$/i.test(String(tag)) ? String(tag).toLowerCase() : 'p'
