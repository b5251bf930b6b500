import { datesIn, type WrittenDate } from '../dates.ts'
import { foldedLetters } from '../calendar/letters.ts'

/** What the line over a release says of it. */
export interface Kicker {
  readonly kind: string | null
  /** `for immediate release` */
  readonly isNow: boolean
  /** Until when it is held; `null` where the line does not tell. Absent where it is not held. */
  readonly until?: WrittenDate | null
  /** Behind that stands what may be a time zone, and is none that is known. */
  readonly isElsewhere?: boolean
  readonly dates: readonly WrittenDate[]
  /** What stands before it on its line, and whether that is who issues it. */
  readonly before: string
  readonly isIssuer: boolean
  /** What stands behind all that. */
  readonly rest: string
  /** The words of the line that are accounted for. */
  readonly said: string
}

const STRONG: readonly (readonly [string, string])[] = [
  [
    'press-release',
    '(?:press|news|media)\\s*(?:release|notice)|press\\s+communique|communique|(?:بيان|خبر|نشره|بلاغ)\\s+(?:صحفيه?|صحافيه?|اعلاميه?)',
  ],
  [
    'advisory',
    '(?:media|press|news)\\s+(?:advisory|alert|invitation|call)|photo\\s+call|(?:دعوه|اشعار|تنويه)\\s+(?:صحفيه?|صحافيه?|اعلاميه?|للاعلاميين|لوسائل\\s+الاعلام)',
  ],
  [
    'statement',
    '(?:press|media|public)\\s+statement|statement\\s+(?:to|for)\\s+the\\s+(?:press|media)|تصريح\\s+(?:صحفي|صحافي|اعلامي)',
  ],
]
/** Words that are kickers where the line says nothing else. */
const WEAK: readonly (readonly [string, string])[] = [
  ['statement', '(?:official\\s+|joint\\s+)?statement|بيان|تصريح|بيان\\s+مشترك'],
  ['advisory', 'advisory'],
  ['speech', 'speech|(?:opening\\s+|closing\\s+)?remarks|كلمه|خطاب'],
]
const NOW =
  '(?:for\\s+)?immediate\\s+(?:press\\s+|news\\s+)?(?:release|use|publication|distribution|broadcast)|for\\s+release\\s+(?:immediately|up?on\\s+receipt|now)|للنشر\\s+الفوري|للنشر\\s+فورا|للنشر(?=\\s*$)'
const ON = 'for\\s+(?:release|publication)(?:\\s+on)?'
const HOLD =
  '(?:strictly\\s+|under\\s+|strict\\s+)?embargo(?:ed)?(?:\\s+(?:for\\s+(?:release|publication|use|broadcast)|copy|notice|lifts?|lifted|ends?|expires?))?\\s*[:,-]?\\s*(?:until|till|to|(?:not\\s+)?before)?|(?:strictly\\s+)?not\\s+(?:for|to\\s+be)\\s+(?:release|publication|publish|broadcast|use)d?(?:ed)?(?:\\s+or\\s+\\w+)?\\s+(?:before|until|till|prior\\s+to)|hold\\s+(?:for\\s+(?:release|publication)\\s+)?(?:until|till)|do\\s+not\\s+(?:publish|release|use)\\s+(?:before|until)|(?:محظور|يحظر|ممنوع|يمنع|غير\\s+قابل|حظر)\\s+(?:النشر|للنشر|نشره)[\\s:]*(?:حتي|قبل|لغايه|الي)?|محظور\\s+(?:حتي|قبل)|تحت\\s+الحظر\\s*(?:حتي)?|لا\\s+ينشر\\s+قبل'

/** Characters in which a kicker, or a date, ends. */
const REACH = 150
const SEPARATORS = /^[\s:|/•·*()[\]"“”,.–—-]+/u
/** What can only be a zone behind a time: `(Tokyo time)`, `PT / 13:00 ET`, `بتوقيت طوكيو`. */
const ZONE_TOLD =
  /^(?:\([^()]{1,60}\)|in\s[^()]{1,40}\)|[(/,]?\s*(?:\p{L}+\.?\s+){1,3}[Tt](?:ime|IME)(?:\s*\([^()]{1,40}\)|\))?|\p{Lu}{2,5}\s*[/(].{1,60}|\p{Lu}{2,4}|\/.{1,60}|بتوقيت\s.{1,60})[.\])]*$/u
const start = (pattern: string) => new RegExp(`^(?:${pattern})(?![\\p{Ll}\\p{Lo}])`, 'u')
const compiled = (rows: typeof STRONG) =>
  rows.map(([kind, pattern]) => [kind, start(pattern)] as const)
const strong = compiled(STRONG)
const weak = compiled(WEAK)
// A month may be glued to it: `FOR IMMEDIATE RELEASEMay 16 2007`.
const now = new RegExp(`^(?:${NOW})`, 'u')
const on = new RegExp(`^(?:${ON})(?!\\p{L})`, 'u')
const hold = new RegExp(`^(?:${HOLD})(?!\\p{L})`, 'u')
const atEnd = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${STRONG.map(([, pattern]) => pattern).join('|')}|${NOW})\\s*$`,
  'u',
)

/** The kicker that a line is or begins with; null where it is none. */
export function kickerOf(line: string): Kicker | null {
  const read = readFrom(line)
  if (read) return read
  // `European Commission – Press release`, `Council adopts budget FOR IMMEDIATE RELEASE`
  if (line.length > 2 * REACH) return null
  const { text, places } = foldedLetters(line)
  const end = atEnd.exec(text)
  if (!end || end.index === 0) return null
  const at = places[end.index] ?? 0
  const before = line.slice(0, at).replace(/[\s|:–—-]+$/u, '')
  const words = before.split(/\s+/)
  const isIssuer =
    words.length <= 6 && words.every((word) => /^[^\p{Ll}]|^(?:of|and|the|for)$/u.test(word))
  const said = isIssuer || now.test(text.slice(end.index)) ? readFrom(line.slice(at)) : null
  return said && { ...said, before, isIssuer: isIssuer && said.kind !== null }
}

/** Eats what it understands from the start on. */
function readFrom(line: string): Kicker | null {
  let rest = line
  let kind: string | null = null
  let isNow = false
  let until: WrittenDate | null | undefined
  const dates: WrittenDate[] = []
  for (;;) {
    const bare = rest.replace(SEPARATORS, '')
    const { text, places } = foldedLetters(bare.slice(0, REACH))
    const after = (match: RegExpExecArray) => bare.slice(places[match[0].length] ?? bare.length)
    const date = dateAtStart(bare)
    const held = hold.exec(text)
    const told = now.exec(text)
    const filed = on.exec(text)
    const kinds: ReturnType<typeof kindAt> = kind === null ? kindAt(text, after) : null
    if (date && date.meanings.length > 0) {
      dates.push(date)
      rest = bare.slice(date.to)
    } else if (held && until === undefined) {
      const behind = after(held).replace(SEPARATORS, '')
      until = dateAtStart(behind)
      rest = behind.slice(until?.to ?? 0)
    } else if (told && !isNow) {
      isNow = true
      rest = after(told)
    } else if (filed && until === undefined) {
      const behind = after(filed).replace(SEPARATORS, '')
      const day = dateAtStart(behind)
      if (!day) break
      if (day.meanings.length === 0 || day.meanings.some((moment) => moment.includes('T')))
        until = day
      else dates.push(day)
      isNow ||= until === undefined
      rest = behind.slice(day.to)
    } else if (kinds) {
      kind = kinds.kind
      rest = kinds.rest
    } else break
  }
  if (kind === null && !isNow && until === undefined) return null
  const isTimed = until?.meanings.some((moment) => moment.includes('T')) ?? false
  const behind = rest.trim()
  const isZone = isTimed && ZONE_TOLD.test(behind)
  const isElsewhere = isZone || (isTimed && /^\S+(?:\s+\S+)?$/u.test(behind))
  if (isZone) rest = ''
  const left = rest.replace(SEPARATORS, '')
  return {
    kind,
    isNow,
    ...(until === undefined ? {} : { until, isElsewhere }),
    dates,
    before: '',
    isIssuer: false,
    rest: /[\p{L}\p{N}]/u.test(left) ? left : '',
    said: line.slice(0, line.length - rest.length).trim(),
  }
}

const dateAtStart = (text: string): WrittenDate | null =>
  datesIn(text.slice(0, REACH)).find(({ from }) => from === 0) ?? null

function kindAt(
  text: string,
  after: (match: RegExpExecArray) => string,
): { kind: string; rest: string } | null {
  for (const [kind, pattern] of strong) {
    const match = pattern.exec(text)
    const rest = match && after(match)
    if (rest !== null && (isEnd(rest) || /^\s*[:|/•·–—-]/u.test(rest))) return { kind, rest }
  }
  for (const [kind, pattern] of weak) {
    const match = pattern.exec(text)
    const rest = match && after(match)
    if (rest !== null && isEnd(rest)) return { kind, rest }
  }
  return null
}

/** Whether nothing follows, or what a kicker goes on with. */
function isEnd(rest: string): boolean {
  const bare = rest.replace(SEPARATORS, '')
  const { text } = foldedLetters(bare.slice(0, REACH))
  return bare === '' || dateAtStart(bare) !== null || now.test(text) || hold.test(text)
}
