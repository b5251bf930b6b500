import { beforeAll, describe, test } from 'vitest'
import { openPressOffice } from '../press-office.ts'
import { expectProblem, type Wrong } from './answers.ts'
import { NAMES, type Name, Sender } from './sender.ts'

// Nothing here is stored, so that one press office serves all of it.
let sender: Sender
beforeAll(async () => {
  sender = new Sender(await openPressOffice())
})

const UNREAD = /nothing was stored/

const INSTANTS: unknown[] = [
  '',
  'tomorrow',
  '2026-02-30',
  '2025-02-29T00:00:00Z',
  '2026-13-01',
  '2026-00-10',
  '2026-3-23',
  '26-03-23',
  '23.03.2026',
  ' 2026-03-23',
  '2026-03-23T09:00:00',
  '2026-03-23T09:00Z',
  '2026-03-23 09:00:00Z',
  '2026-03-23T24:00:00Z',
  '2026-03-23T09:60:00Z',
  '2026-03-23T09:00:60Z',
  '2026-03-23T09:00:00.Z',
  '2026-03-23T09:00:00+24:00',
  '2026-03-23T09:00:00+0300',
  '2026-03-23T09:00:00Z\u0000',
  '+002026-03-23',
  '-000001-01-01',
  '0000-01-01',
  '0999-12-31',
  '9999-12-31T23:59:59Z',
  '２０２６-03-23',
  '1774256400000',
]
const NOT_STRINGS: unknown[] = [5, true, null, [], {}, ['2026-03-23']]
const NOT_OBJECTS: unknown[] = [5, true, 'x', '', null, [], [{}]]

const en = (part: object) => ({
  kind: 'statement',
  texts: { en: { headline: 'Headline', body: 'Body.', ...part } },
})
const inText = (parts: Record<string, string | RegExp>): Wrong =>
  Object.fromEntries(Object.entries(parts).map(([name, why]) => [`/texts/en/${name}`, why]))

type Row = readonly [why: string, body: unknown, wrong: Wrong]

const CREATIONS: Row[] = [
  ['nothing', {}, { '/kind': 'is missing' }],
  [
    'unknown fields',
    { ...en({}), id: 'x', state: 'published', Kind: 1 },
    {
      '/id': 'not a known field',
      '/state': 'not a known field',
      '/Kind': 'not a known field',
    },
  ],
  [
    'fields to be escaped',
    { ...en({}), 'a/b~c': 1, '': 2, 'd"\n': 3 },
    {
      '/a~1b~0c': 'not a known field',
      '/': 'not a known field',
      '/d"\n': 'not a known field',
    },
  ],
  ['a kind that is no string', { kind: 5 }, { '/kind': 'must be a string' }],
  ['a kind of null', { kind: null }, { '/kind': 'must be a string' }],
  [
    'an unknown kind',
    { kind: 'rumour' },
    { '/kind': /press-release, statement, advisory, speech/ },
  ],
  ['a kind that objects have', { kind: 'constructor' }, { '/kind': 'must be one of' }],
  ['no kind', { kind: '' }, { '/kind': 'must be one of' }],
  ['topics that are no list', { ...en({}), topics: 'budget' }, { '/topics': 'must be a list' }],
  ['topics of null', { ...en({}), topics: null }, { '/topics': 'must be a list' }],
  [
    'topics that are no strings',
    { ...en({}), topics: ['a', 1, null, {}] },
    {
      '/topics/1': 'must be a string',
      '/topics/2': 'must be a string',
      '/topics/3': 'must be a string',
    },
  ],
  [
    'topics that are no topics',
    {
      ...en({}),
      topics: [
        '',
        'Budget',
        'a b',
        'a--b',
        '-a',
        'a/b',
        '<b>',
        'x'.repeat(61),
        '\ud800',
        'a\u0000',
      ],
    },
    Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`/topics/${at}`, 'lower-case'])),
  ],
  [
    '21 topics',
    { ...en({}), topics: Array.from({ length: 21 }, (_, at) => `t${at}`) },
    {
      '/topics': 'not be more than 20',
    },
  ],
  [
    '300 topics',
    { ...en({}), topics: Array.from({ length: 300 }, (_, at) => `t${at}`) },
    {
      '/topics': 'not be more than 20',
    },
  ],
  [
    '300 times one topic',
    { ...en({}), topics: Array(300).fill('budget') },
    {
      '/topics': 'not be more than 20',
    },
  ],
  ...NOT_OBJECTS.map(
    (texts): Row => [
      `texts of ${JSON.stringify(texts)}`,
      { kind: 'speech', texts },
      {
        '/texts': 'must be an object',
      },
    ],
  ),
  ...NOT_OBJECTS.map(
    (text): Row => [
      `a text of ${JSON.stringify(text)}`,
      { kind: 'speech', texts: { en: text } },
      { '/texts/en': 'must be an object' },
    ],
  ),
  [
    'unknown languages',
    { kind: 'speech', texts: { fr: {}, EN: {}, 'en-GB': {}, '': {} } },
    {
      '/texts/fr': 'not one of the site’s languages',
      '/texts/EN': 'not one of the site’s languages',
      '/texts/en-GB': 'not one of the site’s languages',
      '/texts/': 'not one of the site’s languages',
    },
  ],
  [
    'unknown parts of a text',
    en({ author: 'x', Headline: 'x', url: 'x', publicFrom: 'x' }),
    {
      '/texts/en/author': 'not a known field',
      '/texts/en/Headline': 'not a known field',
      '/texts/en/url': 'not a known field',
      '/texts/en/publicFrom': 'not a known field',
    },
  ],
  [
    'parts that are no strings',
    en({ headline: 5, subheadline: [], summary: {}, body: true, slug: 1 }),
    inText({
      headline: 'must be a string',
      subheadline: 'must be a string',
      summary: 'must be a string',
      body: 'must be a string',
      slug: 'must be a string',
    }),
  ],
  [
    'a headline of 10,000 characters',
    en({ headline: 'x'.repeat(10_000) }),
    inText({
      headline: 'longer than 300',
    }),
  ],
  [
    'parts that are one too long',
    en({
      headline: 'x'.repeat(301),
      subheadline: 'x'.repeat(501),
      summary: 'x'.repeat(1001),
      department: 'x'.repeat(201),
      dateline: { place: 'x'.repeat(201) },
      body: 'x'.repeat(100_001),
      notes: 'x'.repeat(100_001),
    }),
    inText({
      headline: 'longer than 300',
      subheadline: 'longer than 500',
      summary: 'longer than 1,000',
      department: 'longer than 200',
      'dateline/place': 'longer than 200',
      body: 'longer than 100,000',
      notes: 'longer than 100,000',
    }),
  ],
  [
    'NUL',
    en({
      headline: 'a\u0000b',
      summary: '\u0000',
      dateline: { place: 'a\u0000' },
      body: 'a\u0000b',
      notes: '\u0000',
    }),
    inText({
      headline: 'control character',
      summary: 'control character',
      'dateline/place': 'control character',
      body: 'control character',
      notes: 'control character',
    }),
  ],
  [
    'other characters that neither HTML nor XML can carry',
    en({
      headline: 'a\u007fb',
      subheadline: 'a\u0085b',
      summary: 'a\ufffeb',
      department: 'a\uffffb',
      body: 'a\u001bb',
      notes: 'a\u0008b',
    }),
    inText({
      headline: 'control character',
      subheadline: 'control character',
      summary: 'control character',
      department: 'control character',
      body: 'control character',
      notes: 'control character',
    }),
  ],
  [
    'lone surrogates',
    en({
      slug: 'a\ud800',
      headline: 'a\ud800b',
      summary: '\udc00',
      dateline: { place: '\udfff\ud800' },
      body: 'a\ud83d',
      notes: '\ude00',
    }),
    inText({
      slug: 'lower-case',
      headline: 'lone surrogate',
      summary: 'lone surrogate',
      'dateline/place': 'lone surrogate',
      body: 'lone surrogate',
      notes: 'lone surrogate',
    }),
  ],
  [
    'lines where there is only one',
    en({
      headline: 'a\nb',
      subheadline: 'a\r\nb',
      summary: 'a\u2028b',
      department: 'a\tb',
      dateline: { place: 'a\u2029b' },
    }),
    inText({
      headline: 'one line',
      subheadline: 'one line',
      summary: 'one line',
      department: 'one line',
      'dateline/place': 'one line',
    }),
  ],
  ...NOT_OBJECTS.filter((one) => one !== null).map(
    (dateline): Row => [
      `a dateline of ${JSON.stringify(dateline)}`,
      en({ dateline }),
      inText({ dateline: 'must be an object' }),
    ],
  ),
  [
    'a dateline without its place',
    en({ dateline: {} }),
    inText({ 'dateline/place': 'is missing' }),
  ],
  [
    'a dateline with a date',
    en({ dateline: { place: ' ', date: 'x' } }),
    inText({
      'dateline/place': 'must not be empty',
      'dateline/date': 'not a known field',
    }),
  ],
  ...['Upper', 'a b', '-a', 'a-', 'a--b', 'a_b', 'a/b', '../a', 'a.b', 'a%20b', 'a?b', 'a\u0000']
    .concat(['\u0301a', 'x'.repeat(121), 'م'.repeat(61), '🙂', 'ä'.repeat(61)])
    .map(
      (slug): Row => [
        `the slug ${JSON.stringify(slug)}`,
        en({ slug }),
        inText({
          slug: 'lower-case letters and digits of any script',
        }),
      ],
    ),
  [
    'raw HTML',
    en({ body: '<p>One</p>', notes: 'One\n\ntwo <b>three</b>\n\n<!-- four -->' }),
    inText({
      body: 'raw HTML on line 1;',
      notes: 'raw HTML on line 3, 5;',
    }),
  ],
  [
    'scripts',
    en({ body: 'a\n<script>alert(1)</script>', notes: '<img src=x onerror=alert(1)>' }),
    inText({ body: 'raw HTML on line 2', notes: 'raw HTML on line 1' }),
  ],
  ...NOT_STRINGS.filter((one) => one !== true && !isObject(one)).map(
    (publish): Row => [
      `publish of ${JSON.stringify(publish)}`,
      { ...en({}), publish },
      { '/publish': 'must be true, or an object' },
    ],
  ),
  [
    'publish of a string',
    { ...en({}), publish: 'true' },
    { '/publish': 'must be true, or an object' },
  ],
  ['publish without its instant', { ...en({}), publish: {} }, { '/publish/at': 'is missing' }],
  [
    'publish with more',
    { ...en({}), publish: { at: '2026-01-01', by: 'x' } },
    {
      '/publish/by': 'not a known field',
    },
  ],
  ...INSTANTS.map(
    (at): Row => [
      `publish at ${JSON.stringify(at)}`,
      { ...en({}), publish: { at } },
      { '/publish/at': 'must be an instant with its offset' },
    ],
  ),
  ...NOT_STRINGS.map(
    (at): Row => [
      `publish at ${JSON.stringify(at)}`,
      { ...en({}), publish: { at } },
      {
        '/publish/at': 'must be a string',
      },
    ],
  ),
  ...NOT_OBJECTS.map(
    (embargo): Row => [
      `an embargo of ${JSON.stringify(embargo)}`,
      { ...en({}), embargo },
      { '/embargo': 'must be an object' },
    ],
  ),
  ['an embargo without its end', { ...en({}), embargo: {} }, { '/embargo/until': 'is missing' }],
  [
    'an embargo beside a publication',
    { ...en({}), publish: true, embargo: { until: '2027-01-01' } },
    {
      '/embargo': 'cannot stand beside "publish"',
    },
  ],
  [
    'everything wrong at once',
    {
      kind: 'rumour',
      topics: ['Budget', 'ports', 3],
      texts: {
        en: { headline: 'a\u0000'.repeat(200), slug: 'A b', body: '<b>x</b>', author: 1 },
        ar: { dateline: { place: 5, date: '1' }, notes: '<script>' },
        fr: {},
      },
      publish: { at: '2026-02-30' },
      embargo: { until: 'later' },
      state: 'published',
    },
    {
      '/kind': 'must be one of',
      '/topics/0': 'lower-case',
      '/topics/2': 'must be a string',
      '/texts/en/headline': /control character.*longer than 300/,
      '/texts/en/slug': 'lower-case',
      '/texts/en/body': 'raw HTML on line 1',
      '/texts/en/author': 'not a known field',
      '/texts/ar/dateline/place': 'must be a string',
      '/texts/ar/dateline/date': 'not a known field',
      '/texts/ar/notes': 'raw HTML on line 1',
      '/texts/fr': 'not one of the site’s languages',
      '/publish/at': 'must be an instant',
      '/embargo/until': 'must be an instant',
      '/state': 'not a known field',
    },
  ],
]

const ROWS: Partial<Record<Name, Row[]>> = {
  replacement: [
    ['nothing', {}, { '/kind': 'is missing', '/texts': 'is missing' }],
    [
      'what only a creation has',
      { ...en({}), publish: true, embargo: { until: '2027-01-01' } },
      {
        '/publish': 'not a known field',
        '/embargo': 'not a known field',
      },
    ],
    [
      'what a reader gets',
      { ...en({}), id: 'x', revision: 1, corrections: [] },
      {
        '/id': 'not a known field',
        '/revision': 'not a known field',
        '/corrections': 'not a known field',
      },
    ],
    [
      'a wrong text',
      en({ headline: 5, body: '<b>x</b>' }),
      inText({
        headline: 'must be a string',
        body: 'raw HTML on line 1',
      }),
    ],
  ],
  publication: [
    [
      'an unknown field',
      { until: '2026-01-01', publish: true },
      {
        '/until': 'not a known field',
        '/publish': 'not a known field',
      },
    ],
    ...INSTANTS.map((at): Row => [JSON.stringify(at), { at }, { '/at': 'must be an instant' }]),
    ...NOT_STRINGS.map((at): Row => [JSON.stringify(at), { at }, { '/at': 'must be a string' }]),
  ],
  embargo: [
    ['nothing', {}, { '/until': 'is missing' }],
    ['an unknown field', { until: '2027-01-01', at: '2027-01-01' }, { '/at': 'not a known field' }],
    ...INSTANTS.map(
      (until): Row => [
        JSON.stringify(until),
        { until },
        {
          '/until': 'must be an instant',
        },
      ],
    ),
    ...NOT_STRINGS.map(
      (until): Row => [
        JSON.stringify(until),
        { until },
        {
          '/until': 'must be a string',
        },
      ],
    ),
  ],
  correction: [
    ['nothing', {}, { '/note': 'is missing' }],
    ['a text without a note', { texts: en({}).texts }, { '/note': 'is missing' }],
    ...[5, true, null, [], ['x']].map(
      (note): Row => [
        `a note of ${JSON.stringify(note)}`,
        { note },
        {
          '/note': 'must be a string, or an object',
        },
      ],
    ),
    ['an empty note', { note: '' }, { '/note': 'must not be empty' }],
    ['a blank note', { note: ' \u00a0 ' }, { '/note': 'must not be empty' }],
    ['a long note', { note: 'x'.repeat(2001) }, { '/note': 'longer than 2,000' }],
    ['a note of two lines', { note: 'a\nb' }, { '/note': 'one line' }],
    ['a note with NUL', { note: 'a\u0000' }, { '/note': 'control character' }],
    ['a note with half a character', { note: { en: '\ud800' } }, { '/note/en': 'lone surrogate' }],
    ['a note in no language', { note: {} }, { '/note': 'at least one language' }],
    [
      'a note in an unknown language',
      { note: { fr: 'x' } },
      {
        '/note': 'at least one language',
        '/note/fr': 'not one of the site’s languages',
      },
    ],
    [
      'notes that are wrong',
      { note: { en: '', ar: 5 } },
      {
        '/note/en': 'must not be empty',
        '/note/ar': 'must be a string',
      },
    ],
    [
      'a wrong text and an unknown field',
      { note: 'x', texts: en({ body: '<b>' }).texts, reason: 1 },
      {
        '/texts/en/body': 'raw HTML on line 1',
        '/reason': 'not a known field',
      },
    ],
    [
      'a wrong kind and topics',
      { note: 'x', kind: 'rumour', topics: Array(300).fill('a') },
      {
        '/kind': 'must be one of',
        '/topics': 'not be more than 20',
      },
    ],
  ],
  withdrawal: [
    ['nothing', {}, { '/reason': 'is missing' }],
    ['an empty reason', { reason: '' }, { '/reason': 'must not be empty' }],
    ['a reason in no language', { reason: {} }, { '/reason': 'at least one language' }],
    [
      'a reason in an unknown language',
      { reason: { en: 'x', fr: 'x' } },
      {
        '/reason/fr': 'not one of the site’s languages',
      },
    ],
    ['an unknown field', { reason: 'x', note: 'x' }, { '/note': 'not a known field' }],
    ...['', 'a b', 'x'.repeat(65), '../x', 'a\u0000', '\ud800'].map(
      (replacedBy): Row => [
        `replaced by ${JSON.stringify(replacedBy)}`,
        { reason: 'x', replacedBy },
        { '/replacedBy': 'not the id of a release' },
      ],
    ),
    ...[5, true, null, {}, []].map(
      (replacedBy): Row => [
        `replaced by ${JSON.stringify(replacedBy)}`,
        { reason: 'x', replacedBy },
        { '/replacedBy': 'must be a string' },
      ],
    ),
  ],
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

describe('a body with wrong fields names each of them, and nothing is stored', () => {
  test.each(CREATIONS)('creation: %s', async (_, body, wrong) => {
    expectProblem(await sender.refused('creation', body), 422, UNREAD, wrong)
    expectProblem(await sender.refused('creation by id', body), 422, UNREAD, wrong)
  })
  for (const [name, rows] of Object.entries(ROWS))
    test.each(rows)(`${name}: %s`, async (_, body, wrong) => {
      expectProblem(await sender.refused(name as Name, body), 422, UNREAD, wrong)
    })

  test.each(NAMES)('%s: no object at all', async (name) => {
    for (const body of [[], [{}], 5, true, 'text', null])
      expectProblem(await sender.refused(name, JSON.stringify(body)), 422, UNREAD, {
        '': 'must be an object',
      })
  })

  test('fields that every object has are unknown fields too', async () => {
    const kind = '"kind": "statement"'
    const bodies: [string, string][] = [
      [`{${kind}, "__proto__": {"publish": true}}`, '/__proto__'],
      [`{${kind}, "constructor": 1}`, '/constructor'],
      [`{${kind}, "toString": null}`, '/toString'],
      [`{${kind}, "hasOwnProperty": 1}`, '/hasOwnProperty'],
      [`{${kind}, "texts": {"__proto__": {"headline": "x"}}}`, '/texts/__proto__'],
      [`{${kind}, "texts": {"constructor": {}}}`, '/texts/constructor'],
      [`{${kind}, "texts": {"en": {"__proto__": {"body": "x"}}}}`, '/texts/en/__proto__'],
    ]
    for (const [body, pointer] of bodies)
      expectProblem(await sender.refused('creation', body), 422, UNREAD, { [pointer]: /./ })
  })
})
