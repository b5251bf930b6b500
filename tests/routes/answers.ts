import { expect } from 'vitest'
import { createApp } from '../../src/routes/app.ts'
import { DB, type Json, type PressOffice, type Reply } from '../press-office.ts'

/** The title of every problem: the contract with programs, told a second time. */
const TITLES: Readonly<Record<number, readonly string[]>> = {
  400: ['The body cannot be read'],
  401: ['A valid token is needed'],
  403: ['The token does not allow this'],
  404: ['Not found'],
  405: ['This address does not answer that method'],
  408: ['The body did not arrive in time'],
  409: ['The state of the release does not allow this', 'The id is taken'],
  410: ['The release was withdrawn', 'The cursor leads nowhere any more'],
  412: ['The precondition does not hold'],
  413: ['The body is too large'],
  415: ['The body is not plain application/json'],
  422: [
    'Some fields are wrong',
    'The release is not complete',
    'The key belongs to another request',
  ],
  428: ['A precondition is needed'],
  429: ['Too many requests'],
  500: ['Something went wrong'],
  503: ['The newsroom cannot be reached right now'],
}

/** Which fields are wrong, by JSON pointer, with words that the detail says. */
export type Wrong = Readonly<Record<string, string | RegExp>>

/** Problem details of that status: its media type, its title, a detail, and exactly these fields. */
export function expectProblem(reply: Reply, status: number, detail: RegExp, wrong: Wrong = {}) {
  const { json } = reply
  expect({ status: reply.status, json }).toMatchObject({ status, json: { status } })
  expect(reply.headers.get('Content-Type')).toBe('application/problem+json')
  expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
  expect(json.type).toBe('about:blank')
  expect(TITLES[status]).toContain(json.title)
  expect(json.detail).toMatch(detail)
  expect(json.requestId).toBe('request-1')
  const known = ['detail', 'errors', 'requestId', 'status', 'title', 'type']
  // Who was slower gets what there is now, with the tag to send next.
  if (status === 412) {
    known.push('current')
    const { revision, state } = json.current
    expect(reply.headers.get('ETag')).toMatch(new RegExp(`^"${revision}(-lifted)?"$`))
    expect(['draft', 'embargoed', 'published', 'withdrawn']).toContain(state)
  }
  expect(Object.keys(json).filter((key) => !known.includes(key))).toEqual([])
  expectFields(json, wrong)
  return json
}

function expectFields(json: Json, wrong: Wrong): void {
  const errors: { pointer: string; detail: string }[] = json.errors ?? []
  expect([...new Set(errors.map(({ pointer }) => pointer))].sort()).toEqual(
    Object.keys(wrong).sort(),
  )
  for (const [pointer, words] of Object.entries(wrong)) {
    const said = errors.filter((error) => error.pointer === pointer).map(({ detail }) => detail)
    if (typeof words === 'string') expect(said.join('; ')).toContain(words)
    else expect(said.join('; ')).toMatch(words)
  }
}

/** Rows of everything that a change may touch. */
export async function rowCounts(): Promise<Json> {
  const tables = ['releases', 'texts', 'revisions', 'slugs', 'months', 'stale_pages']
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`)
  return DB.prepare(
    `SELECT ${counts.join()}, (SELECT sum(revision) FROM releases) AS revised,
      (SELECT number FROM last_rebuild) AS rebuilds`,
  ).first()
}

/** Asks, and holds that nothing was stored by it. */
export async function storingNothing<T>(act: () => Promise<T>): Promise<T> {
  const before = await rowCounts()
  const result = await act()
  expect(await rowCounts()).toEqual(before)
  return result
}

/** Sends a request as it is: for streams, bytes and HEAD. */
export async function send(office: PressOffice, path: string, init: RequestInit = {}) {
  const request = new Request(new URL(path, 'http://anything.invalid'), {
    redirect: 'manual',
    ...init,
  })
  return createApp(office.site).fetch(request, office.desk)
}

/** What was answered, in the shape of the harness. */
export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text()
  const json = text && /json/.test(response.headers.get('Content-Type') ?? '')
  const { status, headers } = response
  return { status, headers, text, json: json ? JSON.parse(text) : null }
}

export const bearer = (office: PressOffice) => ({ Authorization: `Bearer ${office.tokens.admin}` })

/** The path of the address that a receipt gives. */
export const pathIn = (url: string): string => new URL(url).pathname
