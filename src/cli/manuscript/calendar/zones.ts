/**
 * Names of zones that mean one offset wherever they are used, and those that mean several, with all
 * of them: `CST` is Chicago's and China's, `IST` India's, Ireland's and Israel's.
 */
const ABBREVIATIONS: Readonly<Record<string, readonly string[]>> = {
  z: ['Z'],
  utc: ['Z'],
  gmt: ['Z'],
  bst: ['+01:00'],
  wet: ['Z'],
  west: ['+01:00'],
  cet: ['+01:00'],
  cest: ['+02:00'],
  eet: ['+02:00'],
  eest: ['+03:00'],
  msk: ['+03:00'],
  est: ['-05:00'],
  edt: ['-04:00'],
  cst: ['-06:00', '+08:00'],
  cdt: ['-05:00'],
  mst: ['-07:00'],
  mdt: ['-06:00'],
  pst: ['-08:00'],
  pdt: ['-07:00'],
  ast: ['+03:00', '-04:00'],
  ist: ['+05:30', '+01:00', '+02:00'],
  eat: ['+03:00'],
  cat: ['+02:00'],
  sast: ['+02:00'],
  pkt: ['+05:00'],
  jst: ['+09:00'],
}

/** Places by whose time something is said to be, before `time` or after `بتوقيت`. */
const PLACES: Readonly<Record<string, string>> = {
  greenwich: 'Etc/UTC',
  'universal|universal coordinated|coordinated universal': 'Etc/UTC',
  'london|uk|british|british summer': 'Europe/London',
  'eastern|eastern standard|eastern daylight|us eastern|new york|washington|et': 'America/New_York',
  'central european|brussels|paris|geneva|berlin': 'Europe/Paris',
  'damascus|syria': 'Asia/Damascus',
  'beirut|lebanon': 'Asia/Beirut',
  amman: 'Asia/Amman',
  jerusalem: 'Asia/Jerusalem',
  baghdad: 'Asia/Baghdad',
  cairo: 'Africa/Cairo',
  'mecca|makkah|riyadh': 'Asia/Riyadh',
  doha: 'Asia/Qatar',
  istanbul: 'Europe/Istanbul',
  'غرينتش|غرينيتش|جرينتش|جرينيتش': 'Etc/UTC',
  لندن: 'Europe/London',
  'نيويورك|واشنطن': 'America/New_York',
  'وسط اوروبا|باريس|جنيف|برلين|بروكسل': 'Europe/Paris',
  'دمشق|سوريا|سوريه': 'Asia/Damascus',
  'بيروت|لبنان': 'Asia/Beirut',
  القدس: 'Asia/Jerusalem',
  بغداد: 'Asia/Baghdad',
  القاهره: 'Africa/Cairo',
  'مكه|مكه المكرمه|الرياض': 'Asia/Riyadh',
  الدوحه: 'Asia/Qatar',
  اسطنبول: 'Europe/Istanbul',
}

const zoneOf = new Map(
  Object.entries(PLACES).flatMap(([names, zone]) =>
    names.split('|').map((name) => [name, zone] as const),
  ),
)
const places = (script: string) =>
  [...zoneOf.keys()]
    .filter((name) => new RegExp(script, 'u').test(name))
    .sort((a, b) => b.length - a.length)
    .join('|')

/** A zone behind a time, in folded letters; the groups are those of `offsetsTold`. */
export const ZONE = `(?:\\s*\\(?(?:(?:utc|gmt)?\\s?(?<offset>[+-]\\d{1,2}(?::?\\d{2})?)|(?<zone>${Object.keys(ABBREVIATIONS).join('|')}|et)|(?:بالتوقيت|بتوقيت)\\s+(?<where>${places('\\p{Script=Arabic}')})|(?<where>${places('\\p{Script=Latin}')})\\s+time|(?<local>local\\s+time|(?:ب)?التوقيت\\s+المحلي|بالتوقيت\\s+المحلي))(?![\\p{L}\\d])\\)?)?`

/**
 * The offsets that a zone can mean at that time of day, `''` where none is written or the site's own
 * is meant; empty where it is none.
 * @param local `YYYY-MM-DDTHH:MM:SS`
 */
export function offsetsTold({ groups = {} }: RegExpMatchArray, local: string): readonly string[] {
  const { offset, zone, where } = groups
  if (offset !== undefined) return written(offset)
  if (zone !== undefined && zone !== 'et') return ABBREVIATIONS[zone] ?? []
  const name = zone === 'et' ? zone : where?.replace(/\s+/g, ' ')
  if (name === undefined) return ['']
  return [offsetIn(zoneOf.get(name) ?? 'Etc/UTC', local)]
}

function written(offset: string): readonly string[] {
  const [, sign, hours = '', minutes = '00'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(offset) ?? []
  if (Number(hours) > 14 || Number(minutes) > 59) return []
  const told = `${sign}${hours.padStart(2, '0')}:${minutes}`
  return [/^[+-]00:00$/.test(told) ? 'Z' : told]
}

/** As the zone's clocks stood; in the hours about a change, those of the day before it. */
function offsetIn(zone: string, local: string): string {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(Date.parse(`${local}Z`))
    .find(({ type }) => type === 'timeZoneName')?.value
  const offset = name?.slice('GMT'.length) ?? ''
  return offset === '' || offset === '+00:00' ? 'Z' : offset
}
