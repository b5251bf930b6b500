import { Hono } from 'hono'
import * as z from 'zod/mini'
import { releaseTag } from '../caching.ts'
import { demandLanguages } from '../newsroom/editor.ts'
import {
  type ForeignPath,
  MAX_FOREIGN_BYTES,
  readForeignPath,
  readSpelling,
} from '../newsroom/redirects.ts'
import { type FieldError, Refusal } from '../newsroom/refusals.ts'
import { type Language, parseReleaseId, type ReleaseId } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { told } from './annotations.ts'
import { allow } from './auth.ts'
import type { Schemas } from './content.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { ID } from './fields.ts'
import { json } from './json.ts'
import { askedAgain } from './listing.ts'
import { ENTRIES, limitFrom, unknownOnes } from './query.ts'
import { asked, sent } from './sent.ts'

/** How many may be entered at once. */
const MAX_REDIRECTS = 100

/** `/api/redirects`: addresses that releases had before they stood here, and what they lead to. */
export const redirects = (site: Site, schemas: Schemas) =>
  new Hono<DeskEnv>()
    .get('/', allow('read'), asked<'cursor' | 'limit'>(), async (c) => {
      const { after, limit } = listAsked(c)
      const found = await c.env.atPrimary().redirects.list(after, limit + 1)
      const shown = found.slice(0, limit)
      const last = found.length > limit ? shown.at(-1) : undefined
      const next = last && askedAgain(site, c, 'cursor', last.from)
      return json(c, {
        body: { redirects: shown, ...(next ? { next } : {}) },
        headers: next ? { Link: `<${next}>; rel="next"` } : {},
      })
    })

    .post('/', allow('publish'), sent(schemas.redirection), async (c) => {
      const { redirects } = c.req.valid('json')
      const { editor } = c.var
      demandLanguages(editor, [...new Set(redirects.map(({ language }) => language))])
      const { now, log, requestId, redirects: store } = c.env
      const entered = await store.enter(redirects, editor, now)
      log({ event: 'redirects', requestId, entered, editor: editor.id, token: editor.token })
      return json(c, { body: { redirects } })
    })

    .delete('/', allow('publish'), asked<'from'>(), async (c) => {
      const { now, log, requestId, redirects: store, press } = c.env
      const { editor } = c.var
      const redirect = await store.find(fromAsked(c))
      if (!redirect) throw new Refusal('not_found', 'There is no such redirect.')
      demandLanguages(editor, [redirect.language])
      await store.remove(redirect, editor, now)
      log({ event: 'redirects', requestId, removed: 1, editor: editor.id, token: editor.token })
      // What fails here, the schedule does again: it is in the ledger of purges.
      await press.edge.purge([releaseTag(redirect.release)])
      return c.body(null, 204)
    })

/** What is sent to enter redirects. */
export const redirectsSent = (site: Site) =>
  told(
    z.strictObject({
      redirects: z
        .array(redirectSent(site))
        .check(
          z.minLength(1, 'must be one redirect at least'),
          z.maxLength(MAX_REDIRECTS, `must not be more than ${MAX_REDIRECTS} redirects`),
        ),
    }),
    { id: 'RedirectsSent', description: 'All of them are entered, or none.' },
  )

const redirectSent = (site: Site) =>
  told(
    z.strictObject({
      from: z.pipe(
        told(z.string(), {
          description: `A path of this site that no page of the newsroom has, ${MAX_FOREIGN_BYTES} bytes of UTF-8 at most; with or without percent signs, and a slash at its end. Its query may be \`?p=12\` or \`?page_id=12\`.`,
          pattern: '^/[^\\\\#]*$',
          maxLength: 3 * MAX_FOREIGN_BYTES,
          examples: ['/2021/02/25/title/', '/?p=12'],
        }),
        z.transform((text, context): ForeignPath => {
          const { path, wrong } = readForeignPath(text, site.languages)
          if (path !== null) return path
          context.issues.push({ code: 'custom', input: text, message: wrong })
          return '' as ForeignPath
        }),
      ),
      release: z.pipe(
        told(z.string(), { ...ID, description: 'The release that it leads to.' }),
        z.transform((text, context): ReleaseId => {
          const id = parseReleaseId(text)
          if (id !== null) return id
          const message = 'is not the id of a release'
          context.issues.push({ code: 'custom', input: text, message })
          return '' as ReleaseId
        }),
      ),
      language: z.pipe(
        told(
          z.string().check(
            z.refine((name) => site.languages.some((language) => language === name), {
              error: 'is not one of the site’s languages',
            }),
          ),
          { enum: [...site.languages], description: 'In which of its texts.' },
        ),
        z.transform((name) => name as Language),
      ),
    }),
    { id: 'RedirectSent' },
  )

/** @throws Refusal `invalid` naming each wrong parameter, as `?name` */
function listAsked(c: DeskContext): { after: ForeignPath | null; limit: number } {
  const { cursor, limit: limited, ...unknown } = c.req.query()
  const wrong = unknownOnes(unknown)
  const limit = limitFrom(limited, ENTRIES, wrong)
  const after = cursor === undefined ? null : readSpelling(cursor).path
  if (cursor !== undefined && after === null)
    wrong.push({ pointer: '?cursor', detail: 'is not a cursor that a list gave' })
  if (wrong.length > 0) throw new Refusal('invalid', 'The list cannot be made.', wrong)
  return { after, limit }
}

/** @throws Refusal `invalid` naming each wrong parameter, as `?name` */
function fromAsked(c: DeskContext): ForeignPath {
  const { from, ...unknown } = c.req.query()
  const { path, wrong } =
    from === undefined ? { path: null, wrong: 'is missing' } : readSpelling(from)
  const fields: FieldError[] = wrong === null ? [] : [{ pointer: '?from', detail: wrong }]
  fields.push(...unknownOnes(unknown))
  if (path === null || fields.length > 0)
    throw new Refusal('invalid', 'Nothing was removed.', fields)
  return path
}
