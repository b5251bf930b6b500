import { beforeEach, expect, test } from 'vitest'
import {
  contentOf,
  DB,
  english,
  type Json,
  openPressOffice,
  type PressOffice,
  type Reply,
} from '../press-office.ts'
import { expectProblem } from '../routes/answers.ts'
import { check } from './checked.ts'

const WRITERS = 50

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const writers = Array.from({ length: WRITERS }, (_, writer) => writer)
const words = (writer: number) => `Written by writer ${writer}.`
const inBody = (writer: number) => english({ body: words(writer) })

/** Every revision that was acknowledged, and what was sent. */
interface Acknowledged {
  readonly id: string
  readonly revision: number
  readonly body: string
}
const acknowledged = ({ json }: Reply, body: string): Acknowledged => ({
  id: json.release.id,
  revision: json.receipt.revision,
  body,
})

/**
 * The ledger has what was acknowledged, each once, and nothing else but what `began` the releases.
 * It is read as programs read it, and as it lies in the tables.
 */
async function expectInLedger(changes: readonly Acknowledged[], began: number): Promise<void> {
  const places = changes.map(({ id, revision }) => `${id} ${revision}`)
  expect(new Set(places).size).toBe(changes.length)
  for (const id of new Set(changes.map((change) => change.id))) {
    const { revisions } = (await office.ask(`/api/releases/${id}/revisions`)).json
    const numbers = revisions.map(({ number }: Json) => number)
    expect(numbers).toEqual(numbers.map((_: number, index: number) => index + 1))
  }
  for (const { id, revision, body } of changes) {
    const { json } = await office.ask(`/api/releases/${id}/revisions/${revision}`)
    expect(json.release.texts.en.body).toBe(body)
    const { results } = await DB.prepare(
      'SELECT kind FROM events WHERE release_id = ? AND revision = ?',
    )
      .bind(id, revision)
      .all()
    expect(results).toHaveLength(1)
  }
  for (const table of ['revisions', 'events WHERE release_id IS NOT NULL']) {
    const row = await DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>()
    expect(row?.n, table).toBe(changes.length + began)
  }
}

test('fifty writers save one release at once: one gets through, the others are told what there is', async () => {
  const { id } = (await office.create(english({}, { publish: true }))).json.release
  const replies = await Promise.all(writers.map((writer) => office.edit(id, inBody(writer), '"1"')))
  const won = replies.findIndex(({ status }) => status === 200)
  for (const [writer, reply] of replies.entries()) {
    if (writer === won) continue
    const { current } = expectProblem(reply, 412, /first|has changed since/)
    expect([current.revision, current.texts.en.body]).toEqual([2, words(won)])
    expect(reply.headers.get('ETag')).toBe('"2"')
    const { results } = await DB.prepare('SELECT 1 FROM revisions WHERE instr(snapshot, ?)')
      .bind(words(writer))
      .all()
    expect(results, `writer ${writer} was refused`).toEqual([])
  }
  await expectInLedger([acknowledged(replies[won] as Reply, words(won))], 1)
  await check(office)
})

test('fifty writers who read again until they get through are in the history, each once', async () => {
  const { id } = (await office.create(english())).json.release
  // A refusal of this kind is not kept: the same key gets through later.
  const keyOf = (writer: number) =>
    writer % 5 === 0 ? { 'Idempotency-Key': `writer-${writer}` } : {}
  const write = async (writer: number): Promise<Acknowledged> => {
    let etag = '"1"'
    for (let tries = 0; tries < 2 * WRITERS; tries++) {
      const reply = await office.ask(`/api/releases/${id}`, {
        method: 'PUT',
        body: inBody(writer),
        headers: { 'If-Match': etag, ...keyOf(writer) },
      })
      expect(reply.headers.get('Idempotency-Replayed')).toBeNull()
      if (reply.status === 200) return acknowledged(reply, words(writer))
      expect(reply.status).toBe(412)
      etag = reply.headers.get('ETag') ?? ''
    }
    throw new Error(`writer ${writer} did not get through`)
  }
  const changes = await Promise.all(writers.map(write))
  await expectInLedger(changes, 1)
  await office.publish(id)
  await check(office)
}, 300_000)

test('a dozen writers correct one public release until they get through, and lose none of it', async () => {
  const { id } = (await office.create(english({}, { publish: true }))).json.release
  const some = writers.slice(0, 12)
  const changes = await Promise.all(
    some.map(async (writer): Promise<Acknowledged> => {
      for (;;) {
        const read = await office.ask(`/api/releases/${id}`)
        const body = `${read.json.texts.en.body}\n\n${words(writer)}`
        const content = contentOf(read.json)
        const etag = read.headers.get('ETag') ?? ''
        const texts = { en: { ...content.texts.en, body } }
        const reply = await office.correct(id, { note: words(writer), texts }, etag)
        if (reply.status === 200) return acknowledged(reply, body)
        expect(reply.status).toBe(412)
      }
    }),
  )
  await expectInLedger(changes, 1)
  const { json } = await office.ask(`/api/releases/${id}`)
  // Each has written to what the one before had left.
  for (const writer of some) expect(json.texts.en.body.split(words(writer))).toHaveLength(2)
  expect(json.corrections.map(({ note }: Json) => note.en).sort()).toEqual(some.map(words).sort())
  await check(office)
})

test('fifty writers make fifty releases at once, each asking twice, and change them', async () => {
  const create = (writer: number) =>
    office.ask('/api/releases', {
      method: 'POST',
      body: bodies[writer],
      headers: { 'Idempotency-Key': `writer-${writer}` },
    })
  const bodies = writers.map((writer) => ({ ...inBody(writer), publish: writer % 2 === 0 }))
  const replies = await Promise.all([...writers, ...writers].map(create))
  const made = new Map<string, Acknowledged>()
  for (const [index, reply] of replies.entries()) {
    expect(reply.status).toBe(201)
    const change = acknowledged(reply, words(index % WRITERS))
    made.set(change.id, change)
    expect(reply.text).toBe(replies[index % WRITERS]?.text)
  }
  expect(made.size).toBe(WRITERS)
  expect(replies.filter(({ headers }) => headers.has('Idempotency-Replayed'))).toHaveLength(WRITERS)
  await expectInLedger([...made.values()], 0)

  const edited = await Promise.all(
    [...made.keys()].map(async (id, index) =>
      acknowledged(await office.edit(id, inBody(WRITERS + index), '"1"'), words(WRITERS + index)),
    ),
  )
  await expectInLedger([...made.values(), ...edited], 0)
  await check(office)
})
