import type { Doubt, Moment, Standing } from '../manuscript/manuscript.ts'
import type { Source } from './bytes.ts'
import { convertedRemarks, isId, open, quoted, releaseOf, remark } from './composing.ts'
import { lexicalHtml } from './ghost-lexical.ts'
import { mobiledocHtml } from './ghost-mobiledoc.ts'
import { escaped, markdownOf, wordsOf } from './html.ts'
import { momentOf } from './instants.ts'
import type { IntakeOptions, Item } from './intake.ts'
import { elementsOf } from './json.ts'

type Row = Readonly<Record<string, unknown>>

/** What posts are related to, by their ids. */
interface Relations {
  /** The slugs and names of a post's tags, and the names of its authors, in their order. */
  readonly tags: ReadonlyMap<string, readonly string[]>
  readonly authors: ReadonlyMap<string, readonly string[]>
  readonly users: ReadonlyMap<string, string>
  /** Posts that are, or were, for readers of the newsletter alone. */
  readonly byEmail: ReadonlySet<string>
}

/**
 * The posts of a Ghost export (versions 1 to 6). The file is read twice: what posts are related to
 * stands behind them.
 */
export async function* ghostItems(source: Source, options: IntakeOptions): AsyncGenerator<Item> {
  source.expect(2)
  let number = 0
  try {
    const relations = await relationsIn(source, options)
    for await (const { text, isCut } of elementsOf(
      source.text(options.encoding),
      isTable('posts'),
    )) {
      const place = `${source.path}, post ${++number}`
      const post = isCut ? null : parsed(text)
      if (post) yield postOf(post, place, relations, options)
      else
        yield {
          type: 'refused',
          source: place,
          why: isCut ? 'It is longer than 32 million characters.' : 'It is not JSON.',
        }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    yield {
      type: 'refused',
      source: source.path,
      why: `The file is not JSON to its end: ${error.message}.`,
    }
  }
}

/** `{"db": [{"data": {"posts": [...]}}]}`, and without the outermost. */
const isTable =
  (...names: readonly string[]) =>
  (path: string) =>
    names.some((name) => path === `db.data.${name}` || path === `data.${name}`)

async function relationsIn(source: Source, { encoding }: IntakeOptions): Promise<Relations> {
  const users = new Map<string, string>()
  const names = new Map<string, string>()
  const tags = new Map<string, Ordered[]>()
  const authors = new Map<string, Ordered[]>()
  const byEmail = new Set<string>()
  const tables = isTable('users', 'tags', 'posts_tags', 'posts_authors', 'posts_meta')
  try {
    for await (const { path, text } of elementsOf(source.text(encoding), tables)) {
      const row = parsed(text)
      if (!row) continue
      if (path.endsWith('.posts_meta')) {
        if (isByEmail(row)) byEmail.add(words(row.post_id))
      } else if (path.endsWith('.users')) users.set(words(row.id), words(row.name))
      // A tag that begins with a # is internal to Ghost.
      else if (path.endsWith('.tags')) {
        if (row.visibility !== 'internal' && !words(row.name).startsWith('#'))
          names.set(words(row.id), words(row.slug) || words(row.name))
      } else {
        const [relation, id] = path.endsWith('_tags')
          ? [tags, row.tag_id]
          : [authors, row.author_id]
        const of = relation.get(words(row.post_id)) ?? []
        of.push({ id: words(id), order: Number(row.sort_order ?? of.length) })
        relation.set(words(row.post_id), of)
      }
    }
  } catch (error) {
    // What could be read of a file that is cut off is read; its posts tell that it is.
    if (!(error instanceof SyntaxError)) throw error
  }
  return { users, tags: named(tags, names), authors: named(authors, users), byEmail }
}

interface Ordered {
  readonly id: string
  readonly order: number
}

function named(relation: Map<string, Ordered[]>, names: ReadonlyMap<string, string>) {
  const found = new Map<string, string[]>()
  for (const [post, of] of relation) {
    const inOrder = of.sort((a, b) => a.order - b.order)
    found.set(post, inOrder.map(({ id }) => names.get(id) ?? '').filter(Boolean))
  }
  return found
}

function postOf(post: Row, place: string, relations: Relations, options: IntakeOptions): Item {
  const title = words(post.title)
  const source = `${place} ${title ? quoted(title) : '(no title)'}`
  const id = `ghost-${words(post.id)}`
  const type = words(post.type) || (post.page === true || post.page === 1 ? 'page' : 'post')
  if (type !== 'post') return { type: 'refused', source, why: `It is of the type "${type}".` }
  if (!isId(id) || id === 'ghost-') return { type: 'refused', source, why: 'It has no id.' }
  const { markdown: body, told, doubts } = bodyOf(post)
  const { standing, doubts: ofStanding } = standingOf(post, relations)
  const slug = words(post.slug)
  const owner = relations.users.get(words(post.author_id) || words(post.author)) ?? ''
  return releaseOf(
    {
      source,
      id,
      topics: relations.tags.get(words(post.id)) ?? [],
      standing,
      doubts: [...ofStanding, ...doubts, ...convertedRemarks([...told, ...pictureOf(post)])],
      text: {
        language: words(post.locale) || null,
        slug: slug || null,
        // Ghost's name for a post that has none.
        headline: title === '(Untitled)' ? '' : title,
        summary: wordsOf(words(post.custom_excerpt)),
        body,
        authors: relations.authors.get(words(post.id)) ?? (owner ? [owner] : []),
        formerPaths: slug ? [`/${slug}/`] : [],
      },
    },
    options,
  )
}

/** As HTML, or as what its editor wrote, or as the words alone. */
function bodyOf(post: Row): { markdown: string; told: readonly string[]; doubts: Doubt[] } {
  const unknown = new Set<string>()
  const html =
    words(post.html) ||
    lexicalHtml(words(post.lexical), unknown) ||
    mobiledocHtml(words(post.mobiledoc), unknown)
  const { markdown, told } = markdownOf(html.replaceAll('__GHOST_URL__', ''))
  const cards = [...unknown].map((card) => `the card "${card}"`)
  if (markdown || !words(post.plaintext)) return { markdown, told: [...told, ...cards], doubts: [] }
  return {
    markdown: words(post.plaintext)
      .split(/\n\s*\n/)
      .map((part) => escaped(part.trim()))
      .join('\n\n'),
    told: [...told, ...cards],
    doubts: [remark('words', 'It has its words alone, without links and headings.')],
  }
}

function pictureOf({ feature_image }: Row): string[] {
  const address = words(feature_image).replaceAll('__GHOST_URL__', '')
  return address ? [`its lead picture is left out (${address})`] : []
}

function standingOf(post: Row, { byEmail }: Relations): { standing: Standing; doubts: Doubt[] } {
  const [status, visibility] = [words(post.status), words(post.visibility) || 'public']
  const draft = (says: string) => ({
    standing: { state: 'draft' } as const,
    doubts: [remark('words', `${says} It is taken as a draft.`)],
  })
  if (visibility !== 'public') return draft(`It is for "${visibility}" alone.`)
  if (isByEmail(post) || byEmail.has(words(post.id)) || status === 'sent')
    return draft('It was sent by e-mail alone.')
  const moment = inUtc(words(post.published_at)) ?? sinceEpoch(post.published_at)
  if (status === 'published')
    return {
      standing: { state: 'published', on: moment },
      doubts: moment ? [] : [open('date', 'It does not say when it was published.', '--date')],
    }
  if (status === 'scheduled' && moment)
    return { standing: { state: 'embargoed', until: moment }, doubts: [] }
  return draft(`Its status is "${status || 'not told'}".`)
}

const isByEmail = ({ email_only }: Row): boolean => email_only === true || email_only === 1

/** Ghost keeps times in UTC, and older exports do not say so. */
function inUtc(written: string): Moment | null {
  const moment = momentOf(written)
  return moment?.length === 'YYYY-MM-DDTHH:MM:SS'.length ? (`${moment}Z` as Moment) : moment
}

/** Older exports have milliseconds. */
const sinceEpoch = (value: unknown) =>
  typeof value === 'number' && Math.abs(value) < 8e15
    ? momentOf(new Date(value).toISOString())
    : null

function parsed(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Row) : null
  } catch {
    return null
  }
}

const words = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
