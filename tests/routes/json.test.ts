import { beforeAll, describe, expect, test } from 'vitest'
import { english, openPressOffice, type PressOffice } from '../press-office.ts'
import { bearer, expectProblem, replyOf, send, storingNothing, type Wrong } from './answers.ts'
import { NAMES, Sender } from './sender.ts'

// Hardly anything here stores a row, so that one press office serves all of it; where something
// does, it is another release.
let office: PressOffice
let sender: Sender
beforeAll(async () => {
  office = await openPressOffice()
  sender = new Sender(office)
})

const UNREAD = /nothing was stored/

describe('a body that is not JSON', () => {
  /** What is broken, and at which character, counted from 0; or until which, where views differ. */
  const BROKEN: [body: string, offset: number, until?: number][] = [
    ['', 0],
    [' ', 1],
    ['{', 1],
    ['}', 0],
    ['[1,2', 4],
    ['undefined', 0],
    ['NaN', 0],
    ['Infinity', 0],
    ['-', 0, 1],
    ['+1', 0],
    ['.5', 0],
    ["{'kind': 1}", 1],
    ['{kind: 1}', 1],
    ['{"kind"}', 7],
    ['{"kind" 1}', 8],
    ['{"kind":}', 8],
    ['{"kind": oops}', 9],
    ['{"kind": 1,}', 11],
    ['{"kind": 1 "b": 2}', 11],
    ['{"kind": 1}}', 11],
    ['{"kind": 1} {}', 12],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['// a comment\n{}', 0],
    ['{"kind": 1 /* a comment */}', 11],
    ['{"kind": tru}', 9],
    ['{"kind": "never ends', 9, 20],
    ['{"kind": "\\x"}', 10, 11],
    ['{"kind": "\\u12G4"}', 10, 14],
    ['{"kind": "a\nb"}', 11],
    ['{"kind": "a\u0000b"}', 11],
    ['{"العنوان": "نص",}', 17],
    ['\u00a0{}', 0],
    ['<release/>', 0],
    ['kind=statement', 0],
    // What the runtime says of these quotes them.
    ['oops at position 7', 0],
    ['end of JSON input', 0],
  ]

  const lineAndColumn = (body: string, offset: number) => {
    const before = body.slice(0, offset).split('\n')
    return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
  }

  test.each(BROKEN)(
    '%j is refused with the position %i',
    async (...[body, offset, until = offset]: (typeof BROKEN)[number]) => {
      const { detail } = expectProblem(
        await sender.refused('creation', body),
        400,
        /^The body is not JSON: /,
      )
      const told = Number(/look at position (\d+) /.exec(detail)?.[1])
      expect([told, told >= offset && told <= until]).toEqual([told, true])
      expect(detail).toContain(`position ${told} (${lineAndColumn(body, told)})`)
    },
  )

  test('its position is told by line and column too', async () => {
    const body = '{\n  "kind": "statement",\r\n  "topics": oops\n}'
    const { detail } = expectProblem(await sender.refused('creation', body), 400, /not JSON/)
    expect(detail).toContain('position 38 (line 3, column 13)')
  })

  test.each(NAMES)('is refused by %s', async (name) => {
    expectProblem(await sender.refused(name, '{"kind": '), 400, /position 9 \(line 1, column 10\)/)
    if (name !== 'publication') expectProblem(await sender.refused(name, ''), 400, /position 0 /)
  })

  const bytes = (...parts: (string | number)[]) =>
    new Uint8Array(
      parts.flatMap((part) =>
        typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)],
      ),
    )
  const post = async (body: BodyInit, type = 'application/json') =>
    replyOf(
      await send(office, '/api/releases', {
        method: 'POST',
        headers: { ...bearer(office), 'Content-Type': type },
        body,
      }),
    )

  test.each<[string, Uint8Array, number]>([
    ['a byte that UTF-8 does not have', bytes('{"kind": "', 0xff, '"}'), 10],
    ['Latin-1', bytes('{"kind": "caf', 0xe9, '"}'), 13],
    ['a character that is cut off', bytes('{"kind": "x"}', 0xd8), 13],
    ['an overlong slash', bytes('"', 0xc0, 0xaf, '"'), 1],
    ['a surrogate in UTF-8', bytes('"', 0xed, 0xa0, 0x80, '"'), 1],
    ['UTF-16 with its mark', bytes(0xff, 0xfe, '{', 0, '}', 0), 0],
    ['a fault after Arabic', bytes('"نص', 0xff, '"'), 3],
    ['a fault after a character that stands for faults', bytes('"\ufffd and', 0xff, '"'), 6],
  ])('%s is not UTF-8, and the position is told', async (_, body, offset) => {
    const reply = await storingNothing(() => post(body))
    const { detail } = expectProblem(reply, 400, /^The body is not UTF-8: look at position \d+/)
    expect(detail).toContain(`position ${offset} (line 1, column ${offset + 1})`)
  })

  test('a byte order mark is not part of the body', async () => {
    const marked = await post(`\ufeff${JSON.stringify(english())}`)
    expect(marked.status).toBe(201)
    const broken = await storingNothing(() => post('\ufeff{"kind": oops}'))
    expectProblem(broken, 400, /position 9 \(line 1, column 10\)/)
    expectProblem(await storingNothing(() => post('\ufeff\ufeff{}')), 400, /position 0 /)
  })

  test('of a key that stands twice, the last one counts', async () => {
    const reply = await post(
      '{"kind": "rumour", "kind": "speech", "texts": {}, "texts": {"en": {}}}',
    )
    expect(reply.status).toBe(201)
    expect(reply.json.release).toMatchObject({ kind: 'speech', texts: { en: {} } })
  })

  test('a body nested ten thousand deep is refused like any other', async () => {
    const deep = (depth: number, open = '[', close = ']') =>
      open.repeat(depth) + close.repeat(depth)
    const object = deep(10_000, '{"a":', '}').replace(':}', ':1}')
    const bodies: [string, Wrong][] = [
      [deep(10_000), { '': 'must be an object' }],
      [object, { '/a': 'not a known field', '/kind': 'is missing' }],
      [`{"kind": ${deep(10_000)}}`, { '/kind': 'must be a string' }],
      [
        `{"kind": "speech", "texts": {"en": {"body": ${object}}}}`,
        {
          '/texts/en/body': 'must be a string',
        },
      ],
    ]
    for (const [body, wrong] of bodies)
      expectProblem(await sender.refused('creation', body), 422, UNREAD, wrong)
    expectProblem(await sender.refused('correction', `{"note": ${object}}`), 422, UNREAD, {
      '/note': /./,
      '/note/a': /./,
    })
  })

  test.each([10_000, 100_000, 999_999])(
    'a body that opens %i lists and closes none is not JSON',
    async (depth) => {
      const lists = await storingNothing(() => post('['.repeat(depth)))
      expectProblem(lists, 400, /not JSON: look at position \d+/)
      const objects = await storingNothing(() => post('{"a":'.repeat(Math.floor(depth / 5))))
      expectProblem(objects, 400, /not JSON: look at position \d+/)
    },
  )
})
