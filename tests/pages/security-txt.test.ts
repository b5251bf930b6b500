import fc from 'fast-check'
import { expect, test } from 'vitest'
import { securityTxt } from '../../src/pages/security-txt.ts'
import { SITE, siteWith } from './shown.ts'

const NOW = Date.parse('2026-03-23T09:00:00Z')
const DAY = 86_400_000

/** The fields of RFC 9116, section 4: each on a line of its own. */
function fieldsOf(file: string | null): [string, string][] {
  const lines = (file ?? '').split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line) => {
    const [, name = '', value = ''] = /^([A-Z][A-Za-z-]*): (\S.*)$/.exec(line) ?? []
    return [name, value]
  })
}

test('security.txt says whom to tell, in which languages and until when it holds', () => {
  expect(fieldsOf(securityTxt(SITE, NOW))).toEqual([
    ['Contact', 'mailto:press@example.org'],
    ['Expires', '2026-09-01T00:00:00.000Z'],
    ['Preferred-Languages', 'en, ar'],
    ['Canonical', 'https://press.test/.well-known/security.txt'],
  ])
})

test('security.txt never has expired, holds for less than a year, and stays all month', () => {
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2090, 0, 1) })
  fc.assert(
    fc.property(instant, (now) => {
      const expires = (at: number) =>
        Date.parse(Object.fromEntries(fieldsOf(securityTxt(SITE, at))).Expires ?? '')
      expect(expires(now) - now).toBeGreaterThan(150 * DAY)
      expect(expires(now) - now).toBeLessThan(365 * DAY)
      const { year, month } = {
        year: new Date(now).getUTCFullYear(),
        month: new Date(now).getUTCMonth(),
      }
      for (const at of [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1) - 1])
        expect(securityTxt(SITE, at)).toBe(securityTxt(SITE, now))
    }),
  )
})

test('security.txt names no address that is not of https', () => {
  const local = siteWith({ SITE_URL: 'http://localhost:8787' })
  expect(fieldsOf(securityTxt(local, NOW)).map(([name]) => name)).not.toContain('Canonical')
})

test('there is no security.txt where there is nobody to tell', () => {
  expect(securityTxt(siteWith({ CONTACT: { name: 'Desk' } }), NOW)).toBeNull()
})
