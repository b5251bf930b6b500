import { expect } from 'vitest'
import type { Json, PressOffice, Reply } from '../office.ts'
import type { Hostile, Place } from './places.ts'

/** A release that was stored, as the API tells it, with what was written into it. */
export interface Stored {
  readonly name: string
  readonly id: string
  /** What `GET /api/releases/{id}` says. */
  readonly record: Json
  /** The fields that took the text of the corpus. */
  readonly taken: readonly Place[]
}

const FIELDS = [
  'headline',
  'subheadline',
  'summary',
  'department',
  'place',
  'body',
  'notes',
  'slug',
  'topic',
  'kind',
  'fields',
] as const

/** Every construct of Markdown that the newsroom documents. */
export const BODY = `The council *met* on **Monday**, ~~Tuesday~~ \`now\`.\\
It [adopted](https://press.test/ "A title") the budget[^1].

## Points

1. One
2. Two

- ![A hall](https://press.test/a.png "The hall")

> Quoted

| a | b | c |
|---|--:|:-:|
| d | e | f |

***

\`\`\`js
code
\`\`\`

[^1]: A note.`

let count = 0

/** A complete release of both languages in which the places say `value`. */
export function written(places: ReadonlySet<Place>, value: string): Json {
  const or = (place: Place, harmless: unknown) => (places.has(place) ? value : harmless)
  const number = ++count
  const text = (language: string) => ({
    headline: or('headline', `Council adopts budget ${number} ${language}`),
    subheadline: or('subheadline', 'A vote of all members'),
    summary: or('summary', 'The council has adopted the budget.'),
    department: or('department', 'Office of the Council'),
    dateline: { place: or('place', 'Damascus') },
    body: or('body', BODY),
    notes: or('notes', 'Notes for editors.'),
    ...(places.has('slug') ? { slug: value } : {}),
  })
  return {
    kind: or('kind', 'press-release'),
    topics: ['hostile', ...(places.has('topic') ? [value] : [])],
    texts: { en: text('en'), ar: text('ar') },
    // A computed name is a field of its own even where it is __proto__.
    ...(places.has('fields') ? { [value]: value } : {}),
  }
}

/** Which fields a refusal may name for a place. */
const POINTERS: Partial<Record<Place, RegExp>> = {
  topic: /^\/topics(?:\/1)?$/,
  kind: /^\/kind$/,
  slug: /^\/texts\/(?:en|ar)\/slug$/,
  place: /^\/texts\/(?:en|ar)\/dateline\/place$/,
  note: /^\/note(?:\/(?:en|ar))?$/,
  reason: /^\/reason(?:\/(?:en|ar))?$/,
  fields: /^\//,
}
const pointerOf = (place: Place) => POINTERS[place] ?? new RegExp(`^/texts/(?:en|ar)/${place}$`)

/** The places that a refusal names; it names no other field, stores nothing and is no fault. */
function refusedIn(reply: Reply, places: readonly Place[], name: string): Place[] {
  expect([400, 422], `${name}: ${reply.text.slice(0, 300)}`).toContain(reply.status)
  expect(reply.headers.get('Content-Type'), name).toBe('application/problem+json')
  const pointers: string[] = (reply.json.errors ?? []).map(({ pointer }: Json) => pointer)
  const named = places.filter((place) => pointers.some((one) => pointerOf(place).test(one)))
  expect(named, `${name}: ${reply.text.slice(0, 300)}`).not.toEqual([])
  for (const pointer of pointers)
    expect(
      named.some((place) => pointerOf(place).test(pointer)),
      `${name}: ${pointer}`,
    ).toBe(true)
  return named
}

const rows = async ({ db }: PressOffice) =>
  Object.values(
    (await db
      .prepare(
        `SELECT (SELECT count(*) FROM releases) AS a, (SELECT count(*) FROM texts) AS b,
           (SELECT count(*) FROM revisions) AS c, (SELECT count(*) FROM slugs) AS d`,
      )
      .first()) ?? {},
  )

/**
 * Publishes a text of the corpus in all places of a release that take it. What is refused is named
 * and leaves nothing behind. Null where no place takes it.
 */
export async function publish(
  office: PressOffice,
  { name, value, places }: Hostile,
): Promise<Stored | null> {
  const wanted = new Set<Place>(places.filter((place) => FIELDS.some((one) => one === place)))
  const also = places.filter((place) => place === 'note' || place === 'reason')
  if (wanted.size + also.length === 0) return null
  const before = await rows(office)
  let reply = await office.create({ ...written(wanted, value), publish: true })
  // What is wrong by itself is told first, and then what the release lacks.
  while (reply.status !== 201) {
    for (const place of refusedIn(reply, [...wanted], name)) wanted.delete(place)
    expect(await rows(office), name).toEqual(before)
    if (wanted.size + also.length === 0) return null
    reply = await office.create({ ...written(wanted, value), publish: true })
  }
  const { id } = reply.json.release
  const taken: Place[] = [...wanted]
  if (also.includes('note')) {
    const note = { en: value, ar: value }
    if (await changed(office, name, 'note', () => office.correct(id, { note }))) taken.push('note')
  }
  if (taken.length === 0 && !also.includes('reason')) return null
  const { json } = await office.ask(`/api/releases/${id}`)
  return { name, id, record: json, taken }
}

/** Takes a release back for a reason from the corpus; whether it took it. */
export const withdraw = (office: PressOffice, id: string, { name, value }: Hostile) =>
  changed(office, name, 'reason', () => office.withdraw(id, { reason: { en: value, ar: value } }))

async function changed(
  office: PressOffice,
  name: string,
  place: Place,
  change: () => Promise<Reply>,
): Promise<boolean> {
  const before = await rows(office)
  const reply = await change()
  if (reply.status === 200 || reply.status === 201) return true
  refusedIn(reply, [place], name)
  expect(await rows(office), name).toEqual(before)
  return false
}
