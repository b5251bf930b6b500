/** An element as it is written. `#document` holds the rest. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
}

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta'])
/** Their text is not markup. */
const RAW = /^(?:style|script)$/
const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/**
 * The elements of HTML as the pages write it, which is stricter than a browser is: every element
 * is closed in its order, every attribute is quoted and named once, and `<`, `>` and `&` stand for
 * themselves nowhere.
 *
 * @throws Error where that is not so
 */
export const parsed = (markup: string): Element => parse(markup, VOID, /^<!doctype html>\n/)

/** The same for XML 1.0, with one root. */
export function parsedXml(markup: string): Element {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0, section 2.2
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(markup) || !markup.isWellFormed())
    throw new Error('has a character that XML does not allow')
  const file = parse(markup, new Set(), /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/)
  const roots = file.children.filter((child) => typeof child !== 'string' || child.trim() !== '')
  const [root] = roots
  if (roots.length !== 1 || root === undefined || typeof root === 'string')
    throw new Error('has not one root')
  return root
}

/** A part of a page, without a document around it. */
export const parsedPart = (markup: string): Element => parse(markup, VOID, /^/)

/** All elements in it with the name, in the order in which they begin; `*` for any name. */
export const all = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) =>
    typeof child === 'string'
      ? []
      : [...(name === '*' || child.name === name ? [child] : []), ...all(child, name)],
  )

/** The only element in it with the name. */
export function only(element: Element, name: string): Element {
  const [found, ...more] = all(element, name)
  if (!found || more.length > 0) throw new Error(`${found ? 'more than' : 'not'} one <${name}>`)
  return found
}

/** The text in it as a reader gets it. */
export const textOf = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')

/** Its `link` elements' addresses by their `rel`, and by `hreflang` where that is asked for. */
export const links = (element: Element, rel: string): Record<string, string> =>
  Object.fromEntries(
    all(element, 'link')
      .filter(({ attributes }) => attributes.rel === rel)
      .map(({ attributes }) => [attributes.hreflang ?? '', attributes.href ?? '']),
  )

/** Where its `a` elements lead. */
export const hrefs = (element: Element): string[] =>
  all(element, 'a').map(({ attributes }) => attributes.href ?? '')

/** The structure without the words: every element's name and its attributes' names. */
export const bones = (element: Element): string =>
  all(element, '*')
    .map(({ name, attributes }) => [name, ...Object.keys(attributes)].join(' '))
    .join('\n')

function parse(markup: string, empty: ReadonlySet<string>, prologue: RegExp): Element {
  const start = prologue.exec(markup)
  if (!start) throw new Error('does not begin as it should')
  const root: Element = { name: '#document', attributes: {}, children: [] }
  const open: Element[] = [root]
  const fail = (why: string): never => {
    throw new Error(`${why} at …${markup.slice(Math.max(0, at - 40), at + 60)}…`)
  }
  let at = start[0].length
  const next = (pattern: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(pattern.source, 'y')
    sticky.lastIndex = at
    const found = sticky.exec(markup)
    if (found) at += found[0].length
    return found
  }
  const plain = (text: string): string => {
    if (text.includes('>')) fail('a > that is not escaped')
    return text.replace(/&[^&;]{0,8};?/g, (entity) => ENTITIES[entity] ?? fail(`a stray ${entity}`))
  }
  while (at < markup.length) {
    const parent = open.at(-1) ?? root
    if (RAW.test(parent.name)) {
      const text = next(/[^<]*(?=<\/)/) ?? fail('raw text with a <')
      parent.children.push(text[0])
    }
    const close = next(/<\/([a-z][\w:-]*)>/)
    if (close) {
      if (open.pop()?.name !== close[1] || open.length === 0) fail(`a stray ${close[0]}`)
      continue
    }
    const tag = next(/<([a-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/)
    if (tag) {
      const attributes: Record<string, string> = {}
      for (const [, name = '', value = ''] of tag[2]?.matchAll(/([\w:-]+)="([^"]*)"/g) ?? []) {
        if (name in attributes) fail(`${name} twice`)
        attributes[name] = plain(value)
      }
      const element: Element = { name: tag[1] ?? '', attributes, children: [] }
      parent.children.push(element)
      // In HTML only what is of SVG may close itself.
      const closable = empty.size === 0 || open.some(({ name }) => name === 'svg')
      if (tag[3] && !closable) fail('an element that closes itself')
      if (!tag[3] && !empty.has(element.name)) open.push(element)
      continue
    }
    const text = next(/[^<]+/) ?? fail('a stray <')
    parent.children.push(plain(text[0]))
  }
  if (open.length > 1) fail(`<${open.at(-1)?.name}> is not closed`)
  return root
}
