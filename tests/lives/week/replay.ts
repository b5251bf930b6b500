import { expect } from 'vitest'
import type { Instant } from '../../../src/newsroom/dateline.ts'
import type { EventKind } from '../../../src/newsroom/event.ts'
import { contentOf, type Json, type PressOffice, type Reply } from '../../office.ts'
import { Newsroom } from '../newsroom.ts'
import { pagesFrom } from './public.ts'

/** An entry of the audit trail, with the release as its revision has it. */
export interface Entry {
  readonly number: number
  readonly at: Instant
  readonly kind: EventKind
  readonly release: { readonly id: string; readonly revision: number } | null
  readonly isPublic: boolean
  readonly editor: { readonly id: string; readonly name: string } | null
  readonly token: string | null
  readonly note: Json
  readonly snapshot: Json
}

/** The audit trail as an admin reads it, page after page, with every revision that it names. */
export async function auditTrail(office: PressOffice): Promise<Entry[]> {
  const entries: Entry[] = []
  const pages = pagesFrom(office, '/api/audit?limit=100', office.tokens.admin)
  for await (const { json } of pages)
    for (const { number, at, kind, release, public: isPublic, editor, token, note } of json.events)
      entries.push({
        number,
        at: Date.parse(at),
        kind,
        release: release ? { id: release.id, revision: release.revision } : null,
        isPublic,
        editor: editor ?? null,
        token: token ?? null,
        note,
        snapshot: release ? await snapshot(office, release) : null,
      })
  return entries
}

async function snapshot(office: PressOffice, { id, revision }: Json): Promise<Json> {
  const { status, json } = await office.ask(`/api/releases/${id}/revisions/${revision}`)
  expect(status).toBe(200)
  expect(json.number).toBe(revision)
  return json.release
}

/** A newsroom of which nothing is known but an audit trail: each entry is done again. */
export async function newsroomFrom(trail: readonly Entry[], settings: object): Promise<Newsroom> {
  const room = await Newsroom.open()
  const { office } = room
  office.deploy({ ...settings })
  for (const entry of trail) {
    // What was put back is told by its revisions.
    if (!entry.release || entry.kind === 'restored') continue
    office.now = entry.at
    if (entry.kind === 'lifted') {
      // It lifts by itself: the ledger hears of it from whoever asks.
      await office.read('/api/changes')
      continue
    }
    const { status, json, text } = await does(office, entry)
    expect([entry, [200, 201].includes(status), text]).toEqual([entry, true, text])
    expect(json.receipt.revision).toBe(entry.release.revision)
  }
  return room
}

function does(office: PressOffice, { at, kind, note, release, snapshot }: Entry): Promise<Reply> {
  const { id, revision } = release as { id: string; revision: number }
  const content = contentOf(snapshot)
  const { liveAt } = snapshot
  const ask = (path: string, method: string, body?: Json): Promise<Reply> =>
    office.ask(`/api/releases/${id}${path}`, { method, body, headers: { 'If-Match': '*' } })
  const publish = liveAt === new Date(at).toISOString() ? true : { at: liveAt }
  const begin = (more: object) =>
    office.ask(`/api/releases/${id}`, {
      method: 'PUT',
      body: { ...content, ...more },
      headers: { 'If-None-Match': '*' },
    })
  const isFirst = revision === 1
  switch (kind) {
    case 'created':
      return begin({})
    case 'edited':
      return ask('', 'PUT', content)
    case 'published':
      if (isFirst) return begin({ publish })
      return ask('/publication', 'POST', publish === true ? {} : publish)
    case 'embargoed':
      if (isFirst) return begin({ embargo: { until: liveAt } })
      return ask('/embargo', 'PUT', { until: liveAt })
    case 'embargo-moved':
      return ask('/embargo', 'PUT', { until: liveAt })
    case 'embargo-cancelled':
      return ask('/embargo', 'DELETE')
    case 'corrected':
      return ask('/corrections', 'POST', { note, ...content })
    case 'withdrawn': {
      const { replacedBy } = snapshot.withdrawal
      return ask('/withdrawal', 'POST', { reason: note, replacedBy })
    }
    default:
      throw new TypeError(`${kind} is no change of a release`)
  }
}
