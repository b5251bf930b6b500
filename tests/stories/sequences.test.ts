import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bilingual,
  bornAs,
  contentOf,
  DAY,
  english,
  HOUR,
  openPressOffice,
  type PressOffice,
} from '../press-office.ts'
import { check } from './checked.ts'

/** What may happen in a newsroom. `which` picks one of the releases that there are. */
type Event =
  | {
      readonly is: 'create'
      readonly both: boolean
      readonly as: 'draft' | 'public' | 'past' | 'held'
    }
  | { readonly is: Verb; readonly which: number }
  | { readonly is: 'time'; readonly hours: number }
  | { readonly is: 'schedule' | 'schedule-dies' | 'twice' | 'check' }
type Verb =
  | 'edit'
  | 'rename'
  | 'add-arabic'
  | 'publish'
  | 'embargo'
  | 'cancel'
  | 'correct'
  | 'withdraw'

const verbs: Verb[] = [
  'edit',
  'rename',
  'add-arabic',
  'publish',
  'embargo',
  'cancel',
  'correct',
  'withdraw',
]

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('create' as const),
      both: fc.boolean(),
      as: fc.constantFrom('draft' as const, 'public' as const, 'past' as const, 'held' as const),
    }),
  },
  { weight: 6, arbitrary: fc.record({ is: fc.constantFrom(...verbs), which: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('time' as const),
      hours: fc.constantFrom(0, 1, 5, 200),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constantFrom('schedule', 'schedule-dies', 'twice', 'check'),
    }) as fc.Arbitrary<Event>,
  },
)

test('after any sequence of events, what the public sees is right', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 3, maxLength: 18 }), async (events) => {
      const office = await openPressOffice()
      const ids: string[] = []
      for (const happening of events) await happen(office, ids, happening)
      await check(office)
    }),
    { numRuns: 30 },
  )
})

async function happen(office: PressOffice, ids: string[], event: Event): Promise<void> {
  if (event.is === 'create') {
    const more = bornAs(event.as, office.now)
    const { status, json } = await office.create(event.both ? bilingual(more) : english({}, more))
    expect(status).toBe(201)
    ids.push(json.release.id)
  } else if (event.is === 'time') office.now += event.hours * HOUR + 1
  else if (event.is === 'schedule') await office.schedule()
  else if (event.is === 'twice') await Promise.all([office.schedule(), office.schedule()])
  else if (event.is === 'check') await check(office)
  else if (event.is === 'schedule-dies') await dies(office)
  else if ('which' in event) {
    const id = ids[event.which % Math.max(1, ids.length)]
    if (id !== undefined) await act(office, id, event.is)
  }
}

async function act(office: PressOffice, id: string, verb: Verb): Promise<void> {
  const { json } = await office.ask(`/api/releases/${id}`)
  const content = contentOf(json)
  const { status } = await {
    edit: () => office.edit(id, english()),
    rename: () => {
      content.texts.en.slug = `renamed-${json.revision}`
      return office.edit(id, content)
    },
    'add-arabic': () => {
      content.texts.ar ??= { headline: `عنوان ${json.id}, ${json.revision}.`, body: 'نص.' }
      return office.edit(id, content)
    },
    publish: () => office.publish(id),
    embargo: () => office.embargo(id, office.now + 3 * DAY),
    cancel: () => office.cancelEmbargo(id),
    correct: () => office.correct(id, { note: `Note ${json.revision}.` }),
    withdraw: () => office.withdraw(id, { reason: 'Sent by mistake.' }),
  }[verb]()
  // What its state does not allow is refused, and refused properly.
  expect([200, 409, 422]).toContain(status)
}

/** A run of the schedule that is cut off before it stores anything. */
async function dies(office: PressOffice): Promise<void> {
  office.wrap = (desk) => ({
    ...desk,
    press: {
      ...desk.press,
      pages: { ...desk.press.pages, store: () => Promise.reject(new Error('killed')) },
    },
  })
  await office.schedule().catch(() => {})
  office.wrap = (desk) => desk
}
