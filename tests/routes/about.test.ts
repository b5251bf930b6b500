import { beforeEach, expect, test } from 'vitest'
import { openPressOffice, type PressOffice } from '../press-office.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

const ADDRESS = '/api/site'

test('the site says what it is called, in which languages it speaks, and which kinds it has', async () => {
  const { status, json } = await office.read(ADDRESS)
  expect(status).toBe(200)
  expect(json).toEqual({
    name: office.site.name,
    url: 'https://press.test',
    languages: ['en', 'ar'],
    timeZone: 'Asia/Damascus',
    kinds: office.site.kinds,
  })
  expect(Object.keys(json.kinds)).toContain('press-release')
})

test('what the site is, is asked for by its tag, kept by no cache, and told without a database', async () => {
  const reply = await office.read(ADDRESS)
  expect(reply.headers.get('Cache-Control')).toBe('private, no-store')
  const etag = reply.headers.get('ETag') ?? ''
  expect((await office.ask(ADDRESS)).headers.get('ETag')).toBe(etag)
  expect((await office.read(ADDRESS, { 'If-None-Match': etag })).status).toBe(304)
  office.deploy({ KINDS: { notice: 'Notice' } })
  const changed = await office.read(ADDRESS, { 'If-None-Match': etag })
  expect(changed.json.kinds).toEqual({ notice: { en: 'Notice', ar: 'Notice' } })
})
