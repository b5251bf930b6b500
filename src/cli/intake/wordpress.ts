import type { Doubt, Moment, Standing } from '../manuscript/manuscript.ts'
import type { Source } from './bytes.ts'
import { withLinks, withParagraphs } from './classic.ts'
import { convertedRemarks, faultRemarks, quoted, releaseOf, remark } from './composing.ts'
import { markdownOf, wordsOf } from './html.ts'
import type { IntakeOptions, Item } from './intake.ts'
import { dynamicBlocks, withoutShortcodes } from './shortcodes.ts'
import { momentOf } from './instants.ts'
import { child, children, type Element, field, type Part, partsOf, wordsIn } from './xml.ts'
import { decodedPart } from '../address.ts'

/** What an export says once, for all of its posts. */
interface Blog {
  readonly url: string
  readonly language: string
  /** Their names by their logins. */
  readonly authors: ReadonlyMap<string, string>
}

/**
 * The posts of a WordPress export (WXR 1.0 to 1.2), one by one. Whatever else is in it (pages,
 * pictures, menus) is refused by name.
 */
export async function* wordpressItems(
  source: Source,
  options: IntakeOptions,
): AsyncGenerator<Item> {
  const authors = new Map<string, string>()
  const blog = { url: '', language: '', authors }
  let number = 0
  for await (const part of partsOf(source.text(options.encoding))) {
    if (part.type === 'broken') {
      const title = part.within ? ` in ${quoted(field(part.within, 'title'))}` : ''
      yield {
        type: 'refused',
        source: `${source.path}, line ${part.line}`,
        why: `${part.why.slice(0, -1)}${title}.`,
      }
      continue
    }
    const { element } = part
    if (element.name === 'wp:author')
      authors.set(field(element, 'wp:author_login'), field(element, 'wp:author_display_name'))
    else if (element.name === 'link' || element.name === 'wp:base_blog_url')
      blog.url ||= wordsIn(element).trim()
    else if (element.name === 'language') blog.language = wordsIn(element).trim()
    else if (element.name === 'item')
      yield postOf(part, `${source.path}, item ${++number}`, blog, options)
  }
}

function postOf(
  { element: post, faults, isCut }: Part,
  place: string,
  blog: Blog,
  options: IntakeOptions,
): Item {
  const title = wordsOf(field(post, 'title'))
  const source = `${place} ${title ? quoted(title) : '(no title)'}`
  const type = field(post, 'wp:post_type') || 'post'
  const status = field(post, 'wp:status')
  const id = field(post, 'wp:post_id')
  const why = refusal(type, status, id, isCut, options)
  if (why) return { type: 'refused', source, why }
  const { standing, doubts } = standingOf(post, status)
  const { markdown: body, told } = bodyOf(wordsIn(child(post, 'content:encoded')), blog.url)
  const terms = children(post, 'category')
  const link = field(post, 'link')
  const kind = kindIn(terms, options)
  return releaseOf(
    {
      source,
      id: `wp-${id}`,
      kind,
      topics: terms
        .filter(
          ({ attributes: { domain } }) => !domain || domain === 'category' || domain === 'post_tag',
        )
        .map((term) => unpacked(term.attributes.nicename ?? '') || wordsOf(wordsIn(term)))
        .filter((topic) => topic !== 'uncategorized' && asKind(topic) !== kind),
      standing,
      doubts: [...doubts, ...told, ...faultRemarks(faults), ...commentsOf(post)],
      text: {
        language: languageIn(post, terms),
        usual: blog.language,
        slug: unpacked(field(post, 'wp:post_name')) || null,
        headline: title,
        summary: wordsOf(wordsIn(child(post, 'excerpt:encoded'))),
        body,
        authors: [blog.authors.get(field(post, 'dc:creator')) || field(post, 'dc:creator')],
        formerPaths: [...pathOf(link), `${rootOf(blog.url)}/?p=${id}`],
      },
    },
    options,
  )
}

function refusal(
  type: string,
  status: string,
  id: string,
  isCut: boolean,
  { types = ['post'] }: IntakeOptions,
): string | null {
  if (isCut) return 'It is longer than 32 million characters.'
  if (!types.includes(type)) return `It is of the type "${type}".`
  if (status === 'trash') return 'It is in the trash.'
  if (status === 'inherit' && type === 'post') return 'It has no status of its own.'
  return /^\d{1,20}$/.test(id) ? null : 'It has no post_id.'
}

/** When a post is public. What only some could read is a draft. */
function standingOf(post: Element, status: string): { standing: Standing; doubts: Doubt[] } {
  const draft = (says: string) => ({
    standing: { state: 'draft' } as const,
    doubts: [remark('words', `${says} It is taken as a draft.`)],
  })
  if (field(post, 'wp:post_password')) return draft('It has a password.')
  const moment = momentIn(post)
  if (status === 'publish') {
    if (moment !== null) return { standing: { state: 'published', on: moment }, doubts: [] }
    return {
      standing: { state: 'published', on: null },
      doubts: [
        {
          about: 'date',
          says: 'It does not say when it was published.',
          option: null,
          isOpen: true,
          choices: [],
        },
      ],
    }
  }
  if (status === 'future' && moment !== null)
    return { standing: { state: 'embargoed', until: moment }, doubts: [] }
  return draft(`Its status is "${status || 'not told'}".`)
}

/** In UTC where that is told, else in the site's zone. */
function momentIn(post: Element): Moment | null {
  const read = (name: string, offset: string) => {
    const written = /^([1-9]\d{3}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(field(post, name))
    return written ? (`${written[1]}T${written[2]}${offset}` as Moment) : null
  }
  return (
    read('wp:post_date_gmt', 'Z') ?? read('wp:post_date', '') ?? momentOf(field(post, 'pubDate'))
  )
}

function bodyOf(content: string, url: string): { markdown: string; told: Doubt[] } {
  const { html, told } = withoutShortcodes(content)
  const converted = markdownOf(withParagraphs(withLinks(html)), URL.canParse(url) ? url : null)
  return {
    markdown: converted.markdown,
    told: convertedRemarks([...told, ...dynamicBlocks(content), ...converted.told]),
  }
}

/** As Polylang and WPML tell it. */
function languageIn(post: Element, terms: readonly Element[]): string | null {
  const term = terms.find(({ attributes: { domain } }) => domain === 'language')
  if (term?.attributes.nicename) return term.attributes.nicename
  const keys = ['_wpml_import_language_code', '_wpml_language', 'wpml_language']
  const meta = children(post, 'wp:postmeta').find((one) => keys.includes(field(one, 'wp:meta_key')))
  return meta ? field(meta, 'wp:meta_value') || null : null
}

/** A category that is called like a kind of release. */
function kindIn(terms: readonly Element[], { kinds }: IntakeOptions): string | null {
  const names = terms.flatMap((term) => [term.attributes.nicename ?? '', wordsIn(term).trim()])
  return kinds.find((kind) => names.some((name) => asKind(name) === kind)) ?? null
}

/** `Press releases` is `press-release`. */
const asKind = (name: string) =>
  name
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/s$/, '')

function commentsOf(post: Element): Doubt[] {
  const count = children(post, 'wp:comment').length
  return count === 0 ? [] : [remark('words', `Its comments (${count}) stay behind.`)]
}

function pathOf(link: string): string[] {
  if (!URL.canParse(link)) return []
  const { pathname, search } = new URL(link)
  const path = `${pathname}${search}`
  return path === '/' || /\/\?p=/.test(path) ? [] : [path]
}

/** A blog may stand in a folder of its site; no slash at the end. */
const rootOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : ''

/** What WordPress keeps percent-encoded. */
const unpacked = (text: string): string => decodedPart(text) ?? text
