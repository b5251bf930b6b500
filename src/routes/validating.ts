import { Hono } from 'hono'
import type * as z from 'zod/mini'
import { create, edit } from '../newsroom/life.ts'
import { type FieldError, noSuchRelease, partsOf, Refusal } from '../newsroom/refusals.ts'
import { parseReleaseId, type Release, type ReleaseId } from '../newsroom/release.ts'
import { requirements } from '../newsroom/requirements.ts'
import type { Site } from '../site.ts'
import { allow } from './auth.ts'
import { jsonBody } from './body.ts'
import { actOf, under } from './changing.ts'
import { contentOf, type Schemas } from './content.ts'
import type { DeskContext, DeskEnv } from './desk.ts'
import { json } from './json.ts'
import { kept } from './merging.ts'
import { unknownOnes } from './query.ts'
import { addressesOf } from './representation.ts'
import { asked, described } from './sent.ts'
import { distinct, judged } from './validation.ts'

type Body = z.core.output<Schemas['creation']>

/**
 * `POST /api/releases/validate`: all that is wrong with a body and all that is missing before it
 * may be published, at once and without storing anything. It takes what `POST /api/releases` takes,
 * or, with `?release=`, what would replace that release.
 */
export const validating = (site: Site, schemas: Schemas) =>
  new Hono<DeskEnv>().post(
    '/',
    allow('draft'),
    asked<'release'>(),
    described(schemas.creation),
    async (c) => {
      const before = await releaseNamed(c)
      const schema = before ? schemas.replacement : schemas.creation
      const { data, wrong } = readable(schema, await jsonBody(c), before ?? firstOf(site))
      const outcome = await decided(site, c, before, data as Body)
      // What is wrong was left out, and is not missing or another fault because of that.
      const isTold = ({ pointer }: FieldError) =>
        wrong.some((told) => `${pointer}/`.startsWith(`${told.pointer}/`))
      const errors = [...wrong, ...outcome.wrong.filter((one) => !isTold(one))]
      const isWrong = ({ pointer }: FieldError) => errors.some((one) => one.pointer === pointer)
      const missing = requirements(outcome.release.texts).filter(
        (one) => !isTold(one) && !isWrong(one),
      )
      return json(c, {
        body: {
          valid: errors.length === 0,
          complete: errors.length === 0 && missing.length === 0,
          errors: distinct(errors),
          requirements: missing,
          ...addressesOf(site, outcome.release),
        },
      })
    },
  )

const firstOf = (site: Site) => ({ kind: Object.keys(site.kinds)[0] ?? '' })

async function releaseNamed(c: DeskContext): Promise<Release | null> {
  const { release: named, ...unknown } = c.req.query()
  const wrong = unknownOnes(unknown)
  if (wrong.length > 0) throw new Refusal('invalid', 'Nothing was validated.', wrong)
  if (named === undefined) return null
  const id = parseReleaseId(named)
  const release = id && (await c.env.releases.find(id))
  if (!release) throw noSuchRelease()
  return release
}

/**
 * A body without what is wrong in it: the rest is judged all the same, so that nobody mends one
 * fault only to be told of the next.
 */
function readable<S extends z.core.$ZodType>(
  schema: S,
  body: unknown,
  { kind }: { readonly kind: string },
) {
  const wrong = judged(schema, body).wrong ?? []
  let rest = isObject(body) ? body : {}
  for (;;) {
    const read = judged(schema, rest)
    if (read.wrong === null) return { data: read.data, wrong }
    const before = JSON.stringify(rest)
    rest = without(rest, cutsAt(read.wrong))
    if (!Object.hasOwn(rest, 'kind')) rest = { ...rest, kind }
    // What cannot be left out piece by piece goes as a whole.
    if (JSON.stringify(rest) === before) rest = { kind, texts: {} }
  }
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What to leave out of an object: parts as a whole, and of others something within. */
interface Cuts {
  isWhole: boolean
  readonly within: Map<string, Cuts>
}

function cutsAt(wrong: readonly FieldError[]): Cuts {
  const root: Cuts = { isWhole: false, within: new Map() }
  for (const { pointer } of wrong) {
    let at = root
    for (const key of partsOf(pointer)) {
      const next = at.within.get(key) ?? { isWhole: false, within: new Map() }
      at.within.set(key, next)
      at = next
    }
    at.isWhole = true
  }
  return root
}

/** The object without these parts; of what is missing there, or of a list, without the whole. */
function without(from: Json, { within }: Cuts): Json {
  const parts = Object.entries(from).flatMap(([key, part]): [string, unknown][] => {
    const cuts = within.get(key)
    if (!cuts) return [[key, part]]
    const isPartly =
      !cuts.isWhole &&
      isObject(part) &&
      [...cuts.within.keys()].every((step) => Object.hasOwn(part, step))
    return isPartly ? [[key, without(part, cuts)]] : []
  })
  return Object.fromEntries(parts)
}

/** What would come of it: the release with its slugs, and what the newsroom would refuse. */
async function decided(site: Site, c: DeskContext, before: Release | null, body: Body) {
  const act = actOf(site, c)
  const wrong: FieldError[] = []
  const tried = async <T>(otherwise: T, decide: () => T | Promise<T>): Promise<T> => {
    try {
      return await decide()
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason === 'unavailable') throw error
      // What is missing is told apart from what is wrong, but keeps it from being published.
      if (error.reason === 'incomplete' && !before)
        wrong.push({ pointer: body.embargo ? '/embargo' : '/publish', detail: error.message })
      else if (error.fields.length > 0) wrong.push(...error.fields)
      else wrong.push({ pointer: '', detail: error.message })
      return otherwise
    }
  }
  const content = contentOf(body)
  const id = before?.id ?? (crypto.randomUUID() as ReleaseId)
  const anybody = { ...act, editor: { ...act.editor, scope: 'admin', languages: null } } as const
  const draft = create(id, content, anybody)
  const release = await tried(before ?? draft.release, () => {
    if (before) return edit(before, kept(site, before, content, act.editor), act)?.release ?? before
    create(id, content, act)
    return under(body, draft, act).release
  })
  const shown = release === before ? draft.release : release
  return { release: await tried(shown, () => c.env.releases.settled(before, shown)), wrong }
}
