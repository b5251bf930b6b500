import { Hono } from 'hono'
import { demandLanguages } from '../newsroom/editor.ts'
import type { HistoryPart } from '../newsroom/history.ts'
import { asOf, type Language } from '../newsroom/release.ts'
import { allow } from './auth.ts'
import { MAX_HISTORY_BYTES } from './arrival.ts'
import { idOf } from './changing.ts'
import type { DeskEnv } from './desk.ts'
import { historySent } from './history.ts'
import { json } from './json.ts'
import { releaseEtag } from './representation.ts'
import { partFrom } from './retelling.ts'
import { sentAtLength } from './sent.ts'

/**
 * `PUT /api/releases/{id}/history`: puts a release back with its whole past. It is not counted among
 * a token's changes: a newsroom of twenty years comes back in one go, only admins may do it, and it
 * changes nothing that is there. No page is made here: a newsroom comes release by release, and the
 * schedule makes each page once.
 */
export const restoring = () =>
  new Hono<DeskEnv>().put(
    '/:id/history',
    allow('admin', false),
    sentAtLength(historySent, MAX_HISTORY_BYTES),
    async (c) => {
      const { histories, now, log, requestId } = c.env
      const part = partFrom(idOf(c), c.req.valid('json'))
      demandLanguages(c.var.editor, languagesIn(part))
      const { release, isNew } = await histories.restore(part, c.var.editor, now)
      if (!release) {
        const revision = part.revisions.at(-1)?.number ?? 0
        return json(c, { status: 202, body: { id: part.id as string, revision } })
      }
      const { id, revision } = release
      const { state } = asOf(release, now)
      const { id: editor, token } = c.var.editor
      if (isNew) log({ event: 'restored', requestId, release: id, revision, state, editor, token })
      const answer = {
        body: { id: id as string, revision, state },
        etag: releaseEtag(release, now),
      }
      return isNew
        ? json(c, { ...answer, status: 201, headers: { Location: `/api/releases/${id}` } })
        : json(c, { ...answer, status: 200 })
    },
  )

/** Every language in which the release ever had a text. */
const languagesIn = ({ revisions }: HistoryPart): Language[] => [
  ...new Set(revisions.flatMap(({ release }) => Object.keys(release.texts) as Language[])),
]
