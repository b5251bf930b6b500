import { Hono } from 'hono'
import { instantText, parseInstant } from '../newsroom/dateline.ts'
import type { HistoryPosition } from '../newsroom/history.ts'
import { type FieldError, Refusal } from '../newsroom/refusals.ts'
import { parseReleaseId } from '../newsroom/release.ts'
import type { Site } from '../site.ts'
import { allow } from './auth.ts'
import type { DeskEnv } from './desk.ts'
import { representExcerpt } from './retelling.ts'
import { json } from './json.ts'
import { askedAgain } from './listing.ts'
import { limitFrom, RELEASES, unknownOnes } from './query.ts'
import { asked } from './sent.ts'

/** `GET /api/histories`: every release with all its revisions, for whoever takes the newsroom out. */
export const histories = (site: Site) =>
  new Hono<DeskEnv>().get('/', allow('read'), asked<'cursor' | 'limit'>(), async (c) => {
    const { cursor, limit: limited, ...unknown } = c.req.query()
    const wrong: FieldError[] = unknownOnes(unknown)
    const limit = limitFrom(limited, RELEASES, wrong)
    const after = cursor === undefined ? null : parseCursor(cursor)
    if (cursor !== undefined && !after)
      wrong.push({ pointer: '?cursor', detail: 'is not a cursor that an answer gave' })
    if (wrong.length > 0) throw new Refusal('invalid', 'The histories cannot be read so.', wrong)
    const { histories, next } = await c.env.atPrimary().histories.list(after, limit)
    const link = next && askedAgain(site, c, 'cursor', cursorOf(next))
    return json(c, {
      body: {
        histories: histories.map((excerpt) => representExcerpt(site, excerpt)),
        ...(link ? { next: link } : {}),
      },
      headers: link ? { Link: `<${link}>; rel="next"` } : {},
    })
  })

/** The last revision that was told: nothing that happens to releases moves it. */
const cursorOf = ({ createdAt, id, number }: HistoryPosition) =>
  `${instantText(createdAt)}_${number}_${id}`

function parseCursor(cursor: string): HistoryPosition | null {
  const [, at = '', number, name = ''] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([1-9]\d{0,8})_(.+)$/.exec(cursor) ?? []
  const createdAt = parseInstant(at, 'UTC')
  const id = parseReleaseId(name)
  return createdAt !== null && id ? { createdAt, id, number: Number(number) } : null
}
