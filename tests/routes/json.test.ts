import { beforeAll, describe, expect, test } from 'vitest'
import { english, type Json, openPressOffice, type PressOffice } from '../press-office.ts'
import { bearer, expectProblem, replyOf, send, storingNothing, type Wrong } from './answers.ts'
import { NAMES, type Name, ROUTES, Sender } from './sender.ts'

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
    // A key twice is not the first thing to say of these.
    ['{"kind": 1, "kind": 2,}', 22],
    ['{"\\u12G4": 1, "a": 1, "a": 2}', 2, 6],
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

  test('a fault is found before the depths that come after it', async () => {
    // The quote ends nowhere, so that these depths may be inside a string, or not.
    for (const opens of ['[', '{"a":']) {
      const body = `oops "\n${opens.repeat(400_000 / opens.length)}`
      expectProblem(await sender.refused('creation', body), 400, /not JSON: look at position 0 /)
    }
  })
})

describe('a key that stands twice', () => {
  const REPEATED: [body: string, pointer: string, offset: number][] = [
    ['{"kind":"a","kind":"b"}', '/kind', 12],
    ['{"kind":"a","kind":"a"}', '/kind', 12],
    ['{ "kind" : "a" , "kind" : "a" }', '/kind', 17],
    ['{"kind":"a","\\u006bind":"b"}', '/kind', 12],
    ['{"\\u006Bin\\u0064":"a","\\u006b\\u0069nd":"b"}', '/kind', 22],
    ['{"kind":{"kind":1},"x":[],"kind":2}', '/kind', 26],
    ['{"a":1,"b":2,"b":3,"a":4}', '/b', 13],
    ['{"texts":{"en":{"body":"one"},"ar":{},"en":{"body":"two"}}}', '/texts/en', 38],
    ['{"texts":{"en":{"body":"one","notes":"","body":"two"}}}', '/texts/en/body', 40],
    ['{"topics":["a",{"b":1},{"c":1,"c":2}]}', '/topics/2/c', 30],
    ['[[],[1,[2,{"a":[],"a":{}}]]]', '/1/1/1/a', 18],
    ['{"":1,"":2}', '/', 6],
    ['{"a/b~c":1,"a\\/b~c":2}', '/a~1b~0c', 11],
    ['{"\\"":1,"\\u0022":2}', '/"', 8],
    ['{"\\\\":1,"\\\\":2}', '/\\', 8],
    ['{"x":"\\\\","x":"\\\\\\""}', '/x', 10],
    ['{"__proto__":1,"__proto__":2}', '/__proto__', 15],
    ['{"1":1,"1":2}', '/1', 7],
    ['{"العنوان":1,"العنوان":2}', '/العنوان', 13],
    ['{"\u{1F600}":1,"\\ud83d\\ude00":2}', '/\u{1F600}', 8],
    ['{"\\ud83d":1,"\\uD83D":2}', '/\ud83d', 12],
    ['{"a":"}{][,:\\"","a":1}', '/a', 16],
  ]

  test.each(REPEATED)(
    '%j is refused with its name %j and position %i',
    async (body, at, offset) => {
      const reply = await sender.refused('creation', body)
      const { detail } = expectProblem(
        reply,
        400,
        /^The body gives a key twice: look at position/,
        {
          [at]: /^is given twice$/,
        },
      )
      expect(detail).toContain(`position ${offset} (line 1, column ${offset + 1})`)
    },
  )

  test('its position is told by line and column too, and no value is quoted', async () => {
    const body = '{\n  "kind": "secret",\r\n  "topics": [],\n  "kind": "hidden"\n}'
    const { detail } = expectProblem(await sender.refused('creation', body), 400, /twice/, {
      '/kind': /./,
    })
    expect(detail).toContain(`position ${body.lastIndexOf('"kind"')} (line 4, column 3)`)
    expect(detail).not.toMatch(/secret|hidden/)
  })

  test.each(NAMES)('is refused by %s', async (name) => {
    for (const body of ['{"until":"2027-01-01","until":"2027-01-01"}', '{"x":{"y":1,"\\u0079":2}}'])
      expectProblem(await sender.refused(name, body), 400, /twice/, {
        [body.includes('until') ? '/until' : '/x/y']: 'is given twice',
      })
  })

  test('is not the same key in another object, in capitals, or in what a value says', async () => {
    const ONCE = [
      '{"a":{"a":{"a":1}},"b":{"a":2}}',
      '{"a":1,"A":2,"a ":3," a":4,"\u00e1":5,"a\u0301":6}',
      '[{"a":1},{"a":2},{"a":3}]',
      '{"a":"a","b":"\\"a\\":1,\\"a\\":2","c":["a","a"]}',
      '{"a":"\\\\","b":"{\\"a\\":","c":"a"}',
      '{"1":[[0,{"x":1}],{"x":1}],"0":{"1":1}}',
    ]
    for (const body of ONCE) {
      const { errors } = (await sender.refused('creation', body)).json
      expect([body, errors.some(({ detail }: Json) => /twice/.test(detail))]).toEqual([body, false])
    }
    const said = english({ body: '"kind": 1, "kind": 2, {"texts": {"texts": [[[' })
    expect((await sender.send('creation', said)).status).toBe(201)
  })

  test('is found among sixty thousand, of which many have the same beginning', async () => {
    const keys = Array.from({ length: 60_000 }, (_, at) => `"${at * 32_768}":0`)
    const body = `{${keys.join()},"0":0}`
    const reply = await sender.refused('creation', body)
    expectProblem(reply, 400, new RegExp(`twice: look at position ${body.lastIndexOf('"0"')} `), {
      '/0': 'is given twice',
    })
  })
})

describe('a body nested deeper than 32 levels', () => {
  const deep = (depth: number, open = '[', close = ']', within = '') =>
    open.repeat(depth) + within + close.repeat(depth)
  const TOO_DEEP =
    /^The body is nested deeper than 32 levels: look at position \d+ \(line 1, column/

  test('is refused one level further than what is taken', async () => {
    expectProblem(await sender.refused('creation', deep(32)), 422, UNREAD, {
      '': 'must be an object',
    })
    expectProblem(
      await sender.refused('creation', deep(33)),
      400,
      /position 32 \(line 1, column 33/,
    )
    const within = (depth: number) => `{"kind": ${deep(depth, '{"a":', '}', '1')}}`
    expectProblem(await sender.refused('creation', within(31)), 422, UNREAD, {
      '/kind': 'must be a string',
    })
    const { detail } = expectProblem(await sender.refused('creation', within(32)), 400, TOO_DEEP)
    expect(detail).toContain(`position ${9 + 31 * 5} `)
  })

  test.each([33, 10_000, 400_000])('is refused at %i, closed or not', async (depth) => {
    const objects = Math.min(depth, 150_000)
    const bodies = [
      deep(depth),
      '['.repeat(depth),
      deep(objects, '{"a":', '}', '1'),
      '{"a":'.repeat(objects),
      deep(objects, '[{"":', '}]').slice(0, 1_000_000),
      `{"kind": "speech", "texts": {"en": {"body": ${deep(depth)}}}}`,
      // What it is made of, in strings, has no depth.
      `["[[[[{{{{\\"]]", "\\\\", ${deep(depth)}]`,
    ]
    for (const body of bodies) expectProblem(await sender.refused('creation', body), 400, TOO_DEEP)
  })

  test.each(NAMES)('is refused by %s', async (name) => {
    for (const body of [deep(10_000, '{"note":', '}', '1'), '['.repeat(400_000)])
      expectProblem(await sender.refused(name, body), 400, TOO_DEEP)
  })

  test('is not one that is only long, or speaks of brackets', async () => {
    const wide = `[${Array(1000).fill('[{}]').join()}]`
    expectProblem(await sender.refused('creation', wide), 422, UNREAD, { '': 'must be an object' })
    const said = english({ body: `${'\\"[{'.repeat(1000)} and \\` })
    expect((await sender.send('creation', said)).status).toBe(201)
  })
})

describe('a number where words belong', () => {
  const NUMBERS = ['1e400', '-1e400', '1e-400', '-0', '9'.repeat(10_000), `0.${'3'.repeat(10_000)}`]

  test.each(NUMBERS.map((number) => [number.slice(0, 12), number]))(
    '%s… is named',
    async (_, n) => {
      const bodies: [Name, string, Wrong][] = [
        ['creation', `{"kind": ${n}}`, { '/kind': 'must be a string' }],
        [
          'creation by id',
          `{"kind": "speech", "topics": [${n}], "publish": ${n}, "texts": {"en": ${n}}}`,
          {
            '/topics/0': 'must be a string',
            '/publish': 'must be true',
            '/texts/en': 'must be an object',
          },
        ],
        [
          'replacement',
          `{"kind": "speech", "texts": {"en": {"headline": ${n}, "body": ${n}, "slug": ${n}}}}`,
          {
            '/texts/en/headline': 'must be a string',
            '/texts/en/body': 'must be a string',
            '/texts/en/slug': 'must be a string',
          },
        ],
        ['publication', `{"at": ${n}}`, { '/at': 'must be a string' }],
        ['embargo', `{"until": ${n}}`, { '/until': 'must be a string' }],
        ['correction', `{"note": ${n}}`, { '/note': 'must be a string' }],
        [
          'withdrawal',
          `{"reason": {"en": ${n}}, "replacedBy": ${n}}`,
          { '/reason/en': 'must be a string', '/replacedBy': 'must be a string' },
        ],
      ]
      for (const [name, body, wrong] of bodies)
        expectProblem(await sender.refused(name, body), 422, UNREAD, wrong)
      for (const name of NAMES)
        expectProblem(await sender.refused(name, n), 422, UNREAD, { '': 'must be an object' })
    },
  )
})

describe('a key that every object has already', () => {
  const INHERITED = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
  ]
  const unknown = (at: string) =>
    Object.fromEntries(INHERITED.map((key) => [`${at}/${key}`, /not a known field|languages/]))
  const all = (more: string) =>
    `{${INHERITED.map((key) => `"${key}": {"publish": true, "kind": "speech"}`).join()}${more}}`

  test.each(NAMES)('is a field that %s does not know', async (name) => {
    const valid = JSON.stringify(ROUTES[name].valid()).slice(1, -1)
    const body = all(valid && `,${valid}`)
    expectProblem(await sender.refused(name, body), 422, UNREAD, unknown(''))
    expect(({} as Json).publish).toBeUndefined()
  })

  test('is one within a text, a dateline, and where languages are, too', async () => {
    const text = `{"kind": "speech", "texts": {"en": ${all(', "dateline": ').slice(0, -1)}${all(', "place": "X"')}}}}`
    expectProblem(await sender.refused('creation', text), 422, UNREAD, {
      ...unknown('/texts/en'),
      ...unknown('/texts/en/dateline'),
    })
    const texts = `{"kind": "speech", "texts": ${all('')}}`
    expectProblem(await sender.refused('creation', texts), 422, UNREAD, unknown('/texts'))
    const note = `{"note": ${all(', "en": "Wrong."')}}`
    expectProblem(await sender.refused('correction', note), 422, UNREAD, unknown('/note'))
    expect(({} as Json).kind).toBeUndefined()
  })
})
