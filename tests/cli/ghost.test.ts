import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture, itemsOf, objections, refusals, releases, textIn, written } from './intake-read.ts'

const EXPORT = fixture('ghost.json')

test('every post of a Ghost export is a release, or is refused by its name', async () => {
  const items = await itemsOf(EXPORT)
  expect(items).toHaveLength(6)
  expect(refusals(items)).toEqual([`${EXPORT}, post 6 "About": It is of the type "page".`])
  expect(objections(releases(items))).toEqual([])
  expect(releases(items).map(({ standing }) => standing)).toEqual([
    { state: 'published', on: '2022-04-02T09:15:00Z' },
    { state: 'embargoed', until: '2026-05-01T06:00:00Z' },
    { state: 'published', on: '2017-06-01T08:00:00Z' },
    { state: 'draft' },
    { state: 'draft' },
  ])
})

test('a post has its tags and authors in their order', async () => {
  const [post] = releases(await itemsOf(EXPORT))
  expect(post?.id).toBe('ghost-65f0a1b2c3d4e5f601234501')
  expect(post?.topics).toEqual(['library', 'sundays'])
  expect(textIn(post, 'en')).toMatchObject({
    slug: 'library-opens-on-sundays',
    summary: 'Open seven days a week.',
    notes: 'Author: Rana Aoun\n\nAuthor: Tom \\[Staff\\]',
    formerPaths: ['/library-opens-on-sundays/'],
  })
})

test('what was never made HTML is read as its editor wrote it', async () => {
  const [, lexical, mobiledoc] = releases(await itemsOf(EXPORT))
  expect(textIn(lexical, 'ar').body).toBe(
    'تفتح المكتبة العامة أبوابها أيام **الأحد** [ابتداءً من أيار](https://library.example/ar)\n\n### المواعيد\n\n- من التاسعة\n\n> الدخول حرّ\n\nمتى تأتون؟',
  )
  expect(lexical?.doubts.map(({ says }) => says)).toEqual(['Not as it was: the card "poll".'])
  expect(textIn(mobiledoc, 'en').body).toBe(
    'Readers can [renew](https://library.example/old)\\\n**by telephone**.\n\n***\n\n- Books\n- Films\n\n[A page](https://library.example/a)\n\nOf ours',
  )
})

test('what was for readers of the newsletter alone is a draft, also before it is sent', async () => {
  const post = {
    id: 'a1',
    title: 'The season of the theatre',
    html: '<p>It begins in the autumn.</p>',
    status: 'scheduled',
    published_at: '2030-01-01T00:00:00.000Z',
  }
  const data = { posts: [post], posts_meta: [{ post_id: 'a1', email_only: 1 }] }
  const [held] = releases(await itemsOf(written('ghost.json', JSON.stringify({ db: [{ data }] }))))
  expect(held?.standing).toEqual({ state: 'draft' })
})

test('an export that is cut off says so', async () => {
  const whole = readFileSync(EXPORT, 'utf8')
  const items = await itemsOf(written('cut.json', whole.slice(0, whole.indexOf('"For members"'))))
  expect(releases(items)).toHaveLength(3)
  expect(refusals(items)).toEqual([expect.stringContaining('it is cut off')])
})
