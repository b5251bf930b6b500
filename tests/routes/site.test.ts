import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COLOURS } from '../../src/brand/colours.ts'
import { parseSite } from '../../src/site.ts'
import { siteWith } from '../press-office.ts'

const VARS = {
  SITE_URL: 'https://press.test',
  LANGUAGES: ['en', 'ar'],
  TIME_ZONE: 'Asia/Damascus',
  SITE_NAME: { en: 'Press office', ar: 'المكتب' },
  BOILERPLATE: { en: 'About us.', ar: 'عنّا.' },
  CONTACT: { name: { en: 'Desk', ar: 'مكتب' }, email: 'press@example.org', phone: '+963 11 555' },
  KINDS: { 'press-release': { en: 'Press release', ar: 'بيان' }, speech: 'Speech' },
}
/** Settings that a site may do without. */
const MORE = {
  TOPICS: { budget: { en: 'Budget', ar: 'الموازنة' }, موازنة: 'Budget' },
  LOGO: '<svg viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>',
  COLOURS: { accent: '#003399', paper: '#FFFFFF', ink: { light: '#000000', dark: '#111111' } },
  SECURITY_CONTACT: 'https://press.test/security',
}
type Name = keyof typeof VARS | keyof typeof MORE
const NAMES = Object.keys(VARS) as Name[]
const MORE_NAMES = Object.keys(MORE) as Name[]

/** What is said about settings that are wrong, by their names. */
function complaints(vars: Record<string, unknown>): Record<string, string> {
  try {
    parseSite({ ...VARS, ...vars })
    return {}
  } catch (error) {
    const [head, ...lines] = (error as Error).message.split('\n')
    expect(head).toBe('These settings are wrong.')
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
    )
  }
}

describe('the settings of wrangler.toml', () => {
  test('are right', () => {
    expect(siteWith()).toMatchObject({
      url: 'https://press.test',
      languages: ['en', 'ar'],
      zone: 'Asia/Damascus',
      name: { en: 'Office of Public Information', ar: 'مكتب الإعلام العام' },
      contact: { name: { en: 'Press desk' }, email: 'press@example.org' },
      kinds: { 'press-release': { en: 'Press release' }, speech: { ar: 'كلمة' } },
    })
  })

  test('may be changed one by one', () => {
    expect(siteWith({ TIME_ZONE: 'Europe/Berlin' }).zone).toBe('Europe/Berlin')
  })
})

describe('a site', () => {
  test('is what its settings say', () => {
    expect(parseSite(VARS)).toEqual({
      url: 'https://press.test',
      languages: ['en', 'ar'],
      zone: 'Asia/Damascus',
      name: VARS.SITE_NAME,
      boilerplate: VARS.BOILERPLATE,
      contact: VARS.CONTACT,
      kinds: {
        'press-release': VARS.KINDS['press-release'],
        speech: { en: 'Speech', ar: 'Speech' },
      },
      topics: {},
      logo: null,
      colours: COLOURS,
      securityContact: 'mailto:press@example.org',
    })
  })

  test('is what its optional settings say, where it has them', () => {
    const COLOURS = { ...MORE.COLOURS, accent: { light: '#003399', dark: '#99BBFF' } }
    const dark = { light: '#ffffff', dark: '#161614' }
    expect(
      parseSite({
        ...VARS,
        ...MORE,
        COLOURS: { ...COLOURS, paper: dark, ink: { light: '#000000', dark: '#eeeeee' } },
      }),
    ).toMatchObject({
      topics: { budget: MORE.TOPICS.budget, موازنة: { en: 'Budget', ar: 'Budget' } },
      logo: '<svg viewBox="0 0 8 8" aria-hidden="true" focusable="false"><path d="M0 0h8v8z"/></svg>',
      colours: {
        accent: { light: '#003399', dark: '#99bbff' },
        paper: dark,
        ink: { light: '#000000', dark: '#eeeeee' },
      },
      securityContact: 'https://press.test/security',
    })
  })

  test('does without an optional setting that is empty', () => {
    const empty = Object.fromEntries(MORE_NAMES.map((name) => [name, '']))
    expect(parseSite({ ...VARS, ...empty })).toEqual(parseSite(VARS))
  })

  test.each([
    ['security@example.org', 'mailto:security@example.org'],
    ['mailto:security@example.org', 'mailto:security@example.org'],
    ['MAILTO:a+b@example.org', 'mailto:a+b@example.org'],
    ['أمن@example.org', 'mailto:%D8%A3%D9%85%D9%86@example.org'],
    ['mailto:%D8%A3@example.org', 'mailto:%D8%A3@example.org'],
    ['HTTPS://Example.org/report', 'https://example.org/report'],
  ])('is told of holes at %s', (SECURITY_CONTACT, uri) => {
    expect(parseSite({ ...VARS, SECURITY_CONTACT }).securityContact).toBe(uri)
  })

  test('is told of holes by the press contact’s e-mail, if there is one', () => {
    const contact = (email?: string) =>
      parseSite({ ...VARS, CONTACT: { name: 'Desk', ...(email && { email }) } }).securityContact
    expect(contact('desk@example.org')).toBe('mailto:desk@example.org')
    expect(contact('a&b?c#d@example.org')).toBe('mailto:a%26b%3Fc%23d@example.org')
    expect(contact('\ud800@example.org')).toMatch(/^mailto:\S+@example\.org$/)
    expect(contact()).toBeNull()
  })

  test('is the same whether its settings are objects or JSON', () => {
    const asJson = Object.fromEntries(
      Object.entries(VARS).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : `\n ${JSON.stringify(value, null, 2)} `,
      ]),
    )
    expect(parseSite(asJson)).toEqual(parseSite(VARS))
  })

  test('may have one text for all its languages', () => {
    const site = parseSite({
      ...VARS,
      SITE_NAME: 'Pressroom',
      BOILERPLATE: 'About us.',
      CONTACT: { name: 'Desk' },
      KINDS: { speech: 'Speech' },
    })
    expect(site.name).toEqual({ en: 'Pressroom', ar: 'Pressroom' })
    expect(site.boilerplate).toEqual({ en: 'About us.', ar: 'About us.' })
    expect(site.contact).toEqual({ name: { en: 'Desk', ar: 'Desk' }, email: null, phone: null })
  })

  test('may name its languages in a list, in JSON, or with commas', () => {
    for (const LANGUAGES of [['en', 'ar'], '["en","ar"]', 'en,ar', ' en , ar '])
      expect(parseSite({ ...VARS, LANGUAGES }).languages).toEqual(['en', 'ar'])
    const one = { SITE_NAME: 'N', BOILERPLATE: 'B', CONTACT: { name: 'D' }, KINDS: { a: 'A' } }
    expect(parseSite({ ...VARS, ...one, LANGUAGES: 'ar-SY' }).languages).toEqual(['ar-SY'])
  })

  test('has the same origin however that is written', () => {
    for (const SITE_URL of ['https://press.test/', 'HTTPS://PRESS.test', 'https://press.test:443'])
      expect(parseSite({ ...VARS, SITE_URL }).url).toBe('https://press.test')
    expect(parseSite({ ...VARS, SITE_URL: 'http://localhost:8787' }).url).toBe(
      'http://localhost:8787',
    )
  })

  test('has the same time zone however that is written', () => {
    expect(parseSite({ ...VARS, TIME_ZONE: 'europe/berlin' }).zone).toBe('Europe/Berlin')
    expect(parseSite({ ...VARS, TIME_ZONE: 'UTC' }).zone).toBe('UTC')
  })

  test('does not mind variables that are not its own', () => {
    expect(parseSite({ ...VARS, DB: {}, OTHER: 'x' })).toEqual(parseSite(VARS))
  })
})

describe('a setting that is wrong', () => {
  const WRONG: Record<Name, readonly unknown[]> = {
    SITE_URL: [
      undefined,
      '',
      'press.test',
      'ftp://press.test',
      'https://press.test/newsroom',
      'https://press.test/?a',
      'https://press.test/#a',
      'https://user:secret@press.test',
      'javascript:alert(1)',
      'https://',
      42,
      ['https://press.test'],
    ],
    LANGUAGES: [
      undefined,
      '',
      [],
      '[]',
      '["en"',
      [''],
      ['en', 'en'],
      ['en', 2],
      ['english language'],
      ['en_GB'],
      ['EN'],
      ['ar-sy'],
      'en,,ar',
      { en: 'English' },
      '../x',
      ['en', 'all'],
      ['en', 'api'],
      ['archive', 'en'],
      ['en', 'topics'],
    ],
    TIME_ZONE: [undefined, '', 'Europe/Atlantis', 'Berlin', 3, {}, null, 'Asia/Damascus '],
    SITE_NAME: [
      undefined,
      '',
      ' ',
      '\n',
      7,
      null,
      [],
      { en: 'Only English' },
      { en: 'Name', ar: ' ' },
      { en: 'Name', ar: 5 },
      { en: 'Name', ar: 'Name', de: 'Name' },
      '{"en":',
      '["Name"]',
    ],
    BOILERPLATE: [undefined, '', '  ', { ar: 'عنّا.' }, true],
    CONTACT: [
      undefined,
      '',
      'Press desk',
      {},
      { email: 'press@example.org' },
      { name: 'Desk', email: 'nobody' },
      { name: 'Desk', email: 'a b@example.org' },
      { name: 'Desk', email: 5 },
      { name: 'Desk', phone: 'call us' },
      { name: 'Desk', phone: '12;ext=3' },
      { name: 'Desk', fax: '+963 11' },
      { name: { en: 'Desk' } },
      { name: '' },
      '{"name":"Desk"',
    ],
    KINDS: [
      undefined,
      '',
      {},
      'Press release',
      ['press-release'],
      { 'Press Release': 'x' },
      { Ansage: 'x' },
      { بيان: 'x' },
      { 'a--b': 'x' },
      { speech: { en: 'Speech' } },
      { speech: '' },
      { speech: null },
    ],
    TOPICS: [
      [],
      'budget',
      null,
      { 'The budget': 'x' },
      { Budget: 'x' },
      { 'a--b': 'x' },
      { '../x': 'x' },
      { __proto_: 'x' },
      { [`a${'b'.repeat(60)}`]: 'x' },
      { budget: { en: 'Budget' } },
      { budget: '' },
      '{"budget":',
    ],
    LOGO: [5, {}, null, 'logo.svg', '<svg/>', '<svg viewBox="0 0 8 8"><script/></svg>', '[1]'],
    COLOURS: [
      'blue',
      null,
      [],
      { accent: 'blue' },
      { accent: '#abc' },
      { accent: { light: '#0b4a8f' } },
      { accent: { light: '#0b4a8f', dark: '#8fbcf0', print: '#000000' } },
      { link: '#0b4a8f' },
      { accent: 5 },
      { ink: null },
      { ink: '#1a1a18' },
      { paper: '#777777' },
    ],
    SECURITY_CONTACT: [
      5,
      null,
      {},
      'http://press.test/security',
      'javascript:alert(1)',
      'call us',
      'mailto:',
      'mailto:nobody',
      'a@b@c',
      'a@b\nExpires: 2000-01-01T00:00:00Z',
      'https://',
      'tel:+96311555',
    ],
  }
  const every = [...NAMES, ...MORE_NAMES]
  const cases = every.flatMap((name) => WRONG[name].map((value) => ({ name, value })))

  test.each(cases)('is named: $name is $value', ({ name, value }) => {
    expect(Object.keys(complaints({ [name]: value }))).toContain(name)
  })

  test.each(every)('brings no other into disrepute: %s', (name) => {
    for (const value of WRONG[name])
      expect(Object.keys(complaints({ [name]: value })).filter((one) => one !== name)).toEqual([])
  })

  test('is named with every other one that is wrong', () => {
    // What is wrong with a text in several languages cannot be told where these are not known.
    const names = every.filter((name) => name !== 'LANGUAGES')
    const choice = fc.record(
      Object.fromEntries(names.map((name) => [name, fc.constantFrom(...WRONG[name])])),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(choice, (wrong) => {
        expect(Object.keys(complaints(wrong)).sort()).toEqual(Object.keys(wrong).sort())
      }),
      { numRuns: 200 },
    )
    const all = Object.fromEntries(NAMES.map((name) => [name, undefined]))
    expect(Object.keys(complaints(all)).sort()).toEqual(NAMES.toSorted())
    const two = { LANGUAGES: ['en_GB'], TIME_ZONE: 'Berlin' }
    expect(Object.keys(complaints(two))).toEqual(expect.arrayContaining(Object.keys(two)))
  })

  test('is told what is the matter with it', () => {
    const said = (name: Name, value: unknown) => complaints({ [name]: value })[name]
    expect(said('SITE_URL', undefined)).toBe('is missing')
    expect(said('SITE_URL', 'press.test')).toContain('"press.test" is not an http or https URL')
    expect(said('SITE_URL', 'https://press.test/x')).toContain('https://press.test')
    expect(said('LANGUAGES', ['en_GB'])).toContain('"en_GB" is not a language tag')
    expect(said('LANGUAGES', ['en', 'en'])).toContain('twice')
    expect(said('TIME_ZONE', 'Berlin')).toContain('"Berlin" is not an IANA time zone')
    expect(said('SITE_NAME', { en: 'Name' })).toContain('"ar"')
    expect(said('SITE_NAME', { en: 'N', ar: 'N', de: 'N' })).toContain('"de"')
    expect(said('SITE_NAME', '{')).toContain('JSON')
    expect(said('CONTACT', { name: 'Desk', fax: '1' })).toContain('"fax"')
    expect(said('KINDS', { 'Press Release': 'x' })).toContain('"Press Release"')
    expect(said('LANGUAGES', ['en', 'api'])).toContain('/api')
    expect(said('TOPICS', { 'The budget': 'x' })).toContain('"The budget"')
    expect(said('TOPICS', { budget: { en: 'x' } })).toContain('"budget" has no text in "ar"')
    expect(said('LOGO', '<svg viewBox="0 0 8 8"><script/></svg>')).toContain('"script"')
    expect(said('COLOURS', { accent: '#abc' })).toContain('accent: "#abc"')
    expect(said('SECURITY_CONTACT', 'call us')).toContain('"call us"')
    expect(said('KINDS', { speech: { en: 'x' } })).toContain('"speech" has no text in "ar"')
  })
})
