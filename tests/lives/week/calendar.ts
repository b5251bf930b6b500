import type { Instant } from '../../../src/newsroom/dateline.ts'
import { DAY, HOUR } from '../../office.ts'
import type { Newsroom } from '../newsroom.ts'
import type { Diary } from './diary.ts'
import { dismiss, giveToken, isRotated, type Member } from './staff.ts'

/** Monday, 30 March 2026, 08:00 in Damascus: the month ends with the second day. */
export const MONDAY: Instant = Date.parse('2026-03-30T05:00:00Z')

/** An hour of a day of the week, from 0, where the newsroom is. */
export const hourOf = (day: number, hour: number): Instant => MONDAY + day * DAY + (hour - 8) * HOUR

/** When tokens end: the ones that are replaced, and one that is not. */
export const ENDS = { replaced: hourOf(3, 13), temporary: hourOf(4, 12) }

/** The looks of the site, before and after a deployment in the middle of the week. */
export const LOOKS = [
  { KINDS: { 'press-release': 'Press release', statement: 'Statement', advisory: 'Advisory' } },
  {
    KINDS: {
      'press-release': 'News',
      statement: { en: 'Statement', ar: 'بيان' },
      advisory: 'Note',
    },
    SITE_NAME: { en: 'The Council', ar: 'المجلس' },
    TOPICS: { water: { en: 'Water supply', ar: 'المياه' } },
  },
] as const

/** What happens at an hour, whoever is on duty. */
export interface Appointment {
  readonly at: Instant
  readonly what: () => Promise<void>
}

export function calendar(room: Newsroom, staff: readonly Member[], diary: Diary): Appointment[] {
  const { office, edge } = room
  const leaving = staff.find(
    ({ scope, tokens }) => scope === 'publish' && tokens[0]?.endsAt === null,
  )
  if (!leaving) throw new Error('nobody may publish')
  const at = (day: number, hour: number, what: () => Promise<void>) => ({
    at: hourOf(day, hour),
    what,
  })
  return [
    at(1, 10, async () => {
      edge.isPurgeBroken = true
    }),
    at(1, 11, async () => {
      edge.isPurgeBroken = false
    }),
    at(2, 11, async () => {
      office.deploy(LOOKS[1])
      edge.deploy()
    }),
    at(2, 13, async () => {
      // Two tokens are valid for a day, and then the new one alone.
      for (const member of staff.filter((_, nth) => isRotated(nth))) {
        await giveToken(room, member)
        diary.tokens.push(`token-created ${member.tokens.at(-1)?.id}`)
      }
    }),
    at(3, 12, async () => {
      await dismiss(room, leaving)
      diary.tokens.push(`token-revoked ${leaving.tokens[0]?.id}`)
    }),
    at(3, 14, async () => {
      room.isScheduled = false
    }),
    at(3, 15, async () => {
      room.isScheduled = true
      room.soundSince = office.now
    }),
  ]
}
