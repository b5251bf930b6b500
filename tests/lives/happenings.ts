import fc from 'fast-check'
import { expect } from 'vitest'
import { type Birth, bornAs, contentOf, DAY, HOUR, MINUTE } from '../office.ts'
import type { Newsroom } from './newsroom.ts'

/** What may happen in a newsroom. `which` picks a release, 0 the latest. */
export type Happening =
  | { readonly is: 'create'; readonly both: boolean; readonly as: Birth }
  | { readonly is: 'change'; readonly verb: Verb; readonly which: number }
  | { readonly is: 'time'; readonly milliseconds: number }
  | { readonly is: 'brink'; readonly before: number }
  | { readonly is: 'schedule' }
  | { readonly is: 'purges-fail' | 'purges-work' | 'deploy' | 'stop' | 'start' }
  | { readonly is: 'cut'; readonly trips: number; readonly heard: boolean; readonly what: Task }
  | { readonly is: 'together'; readonly turns: readonly number[]; readonly what: readonly Task[] }
  | { readonly is: 'lag'; readonly milliseconds: number; readonly flight: number }
  | { readonly is: 'slow'; readonly milliseconds: number; readonly what: Task }
  | { readonly is: 'read'; readonly which: readonly number[] }
  | { readonly is: 'outage'; readonly milliseconds: number; readonly which: readonly number[] }
type Task = Extract<Happening, { is: 'create' | 'change' | 'schedule' }>
const VERBS = [
  'edit',
  'rename',
  'add-arabic',
  'publish',
  'backdate',
  'embargo',
  'cancel',
  'correct',
  'withdraw',
] as const
type Verb = (typeof VERBS)[number]

const create = fc.record({
  is: fc.constant('create' as const),
  both: fc.boolean(),
  as: fc.constantFrom<Birth>('draft', 'public', 'public', 'past', 'held'),
})
const change = fc.record({
  is: fc.constant('change' as const),
  verb: fc.constantFrom(...VERBS),
  which: fc.nat(7),
})
const schedule = fc.record({ is: fc.constant('schedule' as const) })
const task = fc.oneof(create, change, schedule)
const time = fc.record({
  is: fc.constant('time' as const),
  milliseconds: fc.oneof(
    fc.constantFrom(0, 1, 1000, MINUTE, HOUR, 62 * MINUTE, 2 * HOUR, 5 * HOUR, DAY),
    fc.integer({ min: 1, max: 3 * MINUTE }),
  ),
})
const cut = fc.record({
  is: fc.constant('cut' as const),
  trips: fc.nat(7),
  heard: fc.boolean(),
  what: task,
})
const together = fc.record({
  is: fc.constant('together' as const),
  turns: fc.array(fc.nat(3), { minLength: 1, maxLength: 9 }),
  what: fc.array(task, { minLength: 2, maxLength: 3 }),
})

/** Events of a newsroom without an edge. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: create },
  { weight: 8, arbitrary: change },
  { weight: 3, arbitrary: time },
  { weight: 2, arbitrary: schedule },
  { weight: 2, arbitrary: cut },
  { weight: 2, arbitrary: together },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constantFrom('deploy', 'purges-fail', 'purges-work') }),
  } as fc.WeightedArbitrary<Happening>,
)

const happeningAtTheEdge: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 12, arbitrary: happening },
  {
    weight: 9,
    arbitrary: fc.record({
      is: fc.constant('read' as const),
      which: fc.array(fc.oneof(fc.nat(3), fc.nat(20), fc.nat(60)), { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 5, arbitrary: time },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('outage' as const),
      milliseconds: fc.constantFrom(61 * MINUTE, 100 * MINUTE, 150 * MINUTE),
      which: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('lag' as const),
      milliseconds: fc.constantFrom(0, 50, 1000, 9_999),
      flight: fc.constantFrom(0, 0, 100, 4_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constantFrom('stop', 'start', 'start') }),
  } as fc.WeightedArbitrary<Happening>,
)

/**
 * The race that a second purge is for: something changes just before a minute is full, a replica
 * that has not heard of it puts the old page back at the edge just after, and a reader comes when a
 * minute has passed.
 */
const race: fc.Arbitrary<Happening[]> = fc
  .record({
    before: fc.integer({ min: 0, max: 12_000 }),
    slow: fc.constantFrom(0, 0, 4_000, 9_000),
    milliseconds: fc.constantFrom(1000, 9_999),
    flight: fc.constantFrom(0, 100, 4_900),
    verb: fc.constantFrom<Verb>('correct', 'withdraw', 'edit', 'cancel', 'embargo'),
    which: fc.nat(3),
    paths: fc.array(fc.nat(20), { minLength: 4, maxLength: 12 }),
    pause: fc.integer({ min: 0, max: 12_000 }),
    later: fc.constantFrom(MINUTE, MINUTE + 1, 2 * MINUTE, HOUR - MINUTE),
  })
  .map(({ before, slow, milliseconds, flight, verb, which, paths, pause, later }) => [
    { is: 'read', which: paths },
    { is: 'lag', milliseconds, flight },
    { is: 'brink', before },
    { is: 'slow', milliseconds: slow, what: { is: 'change', verb, which } },
    { is: 'time', milliseconds: pause },
    { is: 'read', which: paths },
    { is: 'time', milliseconds: later },
    { is: 'read', which: paths },
  ])

/**
 * The race at a lift: just before it the embargo is moved or cancelled, and a replica that has not
 * heard of it is asked just after.
 */
const lift: fc.Arbitrary<Happening[]> = fc
  .record({
    before: fc.integer({ min: 1, max: 9_000 }),
    verb: fc.constantFrom<Verb>('cancel', 'embargo', 'edit', 'publish'),
    paths: fc.array(fc.nat(12), { minLength: 4, maxLength: 12 }),
    pause: fc.integer({ min: 0, max: 2 * MINUTE }),
  })
  .map(({ before, verb, paths, pause }) => [
    { is: 'create', both: true, as: 'held' },
    { is: 'lag', milliseconds: 9_999, flight: 100 },
    { is: 'time', milliseconds: 5 * HOUR - before },
    { is: 'read', which: paths },
    { is: 'change', verb, which: 0 },
    { is: 'time', milliseconds: before },
    { is: 'read', which: paths },
    { is: 'time', milliseconds: pause },
    { is: 'read', which: paths },
  ])

/** Events of a newsroom with readers at the edge, in their order. */
export const lifeAtTheEdge: fc.Arbitrary<Happening[]> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: happeningAtTheEdge.map((event) => [event]) },
      { weight: 1, arbitrary: race },
      { weight: 1, arbitrary: lift },
    ),
    { minLength: 8, maxLength: 24 },
  )
  .map((parts) => parts.flat())

let count = 0
/** Words that stand in one text of one revision and nowhere else. */
const token = () => `word${(++count).toString(36).padStart(5, '0')}x`

const text = () => {
  const word = token()
  return { headline: `Headline ${word}`, body: `Body of ${word}.\n\nMore.` }
}

/** @param read what readers at the edge do with paths of these numbers */
export async function happen(
  room: Newsroom,
  event: Happening,
  read: (which: readonly number[]) => Promise<void> = async () => {},
): Promise<void> {
  const { office, edge, d1 } = room
  switch (event.is) {
    case 'create':
    case 'change':
    case 'schedule':
      return perform(room, event)
    case 'time':
      return room.pass(event.milliseconds)
    case 'brink':
      return room.pass((2 * MINUTE - event.before - (office.now % MINUTE)) % MINUTE)
    case 'cut':
      // A run of the schedule that is cut off is none.
      if (event.what.is === 'schedule') room.soundSince = office.now
      return room.cutOff(event.trips, event.heard, () => perform(room, event.what))
    case 'slow':
      return room.slowly(event.milliseconds, () => perform(room, event.what))
    case 'together':
      return room.together(event.turns, ...event.what.map((task) => () => perform(room, task)))
    case 'deploy':
      office.deploy({ SITE_NAME: `Office ${++count}` })
      return edge.deploy()
    case 'purges-fail':
    case 'purges-work':
      edge.isPurgeBroken = event.is === 'purges-fail'
      return
    case 'stop':
    case 'start':
      room.isScheduled = event.is === 'start'
      if (event.is === 'start') room.soundSince = office.now
      return
    case 'lag':
      // What has been done is done: a replica does not go back.
      d1.lag = () => event.milliseconds
      room.flight = event.flight
      return
    case 'read':
      return read(event.which)
    case 'outage':
      // What readers fetched before the store failed, they ask for again while it does.
      await read(event.which)
      room.isStoreDown = true
      await room.pass(event.milliseconds)
      await read(event.which)
      room.isStoreDown = false
  }
}

async function perform(room: Newsroom, event: Task): Promise<void> {
  const { office } = room
  if (event.is === 'schedule') return void (await office.schedule())
  if (event.is === 'create') {
    const more = bornAs(event.as, office.now)
    const texts = event.both ? { en: text(), ar: text() } : { en: text() }
    const { status } = await office.create({ kind: 'press-release', texts, ...more })
    return void expect([201, 503]).toContain(status)
  }
  const ids = room.d1.peek<{ id: string }>('SELECT id FROM releases ORDER BY rowid DESC')
  const id = ids[event.which % Math.max(1, ids.length)]?.id
  if (id !== undefined) await changeRelease(room, id, event.verb)
}

async function changeRelease({ office }: Newsroom, id: string, verb: Verb): Promise<void> {
  const { json, status: known } = await office.ask(`/api/releases/${id}`)
  if (known !== 200) return
  const content = contentOf(json)
  const { status } = await {
    edit: () => office.edit(id, { ...content, texts: { ...content.texts, en: text() } }),
    rename: () => {
      content.texts.en.slug = `renamed-${token()}`
      return office.edit(id, content)
    },
    'add-arabic': () => {
      content.texts.ar ??= text()
      return office.edit(id, content)
    },
    publish: () => office.publish(id),
    backdate: () => office.publish(id, { at: '2024-02-29' }),
    embargo: () => office.embargo(id, office.now + 90 * MINUTE),
    cancel: () => office.cancelEmbargo(id),
    correct: () => office.correct(id, { note: 'Wrong.', texts: { en: text() } }),
    withdraw: () => office.withdraw(id, { reason: 'Sent by mistake.' }),
  }[verb]()
  // What its state does not allow is refused, and refused properly; 503 where it was cut off.
  expect([200, 409, 412, 422, 503]).toContain(status)
}
