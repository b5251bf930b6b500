import { Failure } from '../exit.ts'
import type { Doubt, Manuscript, Moment, Standing, Wording } from './manuscript.ts'
import { momentsDoubt, toldDoubt } from './doubts.ts'

/** A manuscript of one file, and what its name tells. */
export interface Told {
  readonly manuscript: Manuscript
  /** As `fileName` tells it. */
  readonly stem: string
  readonly language: string | null
}

/**
 * One manuscript for each release: those with the same id, and those whose names differ in the language
 * alone (`budget.en.md` and `budget.ar.md`, `budget.md` and `ar/budget.md`), in the order of their first.
 * @throws Failure `unreadable` where two of one release are in the same language
 */
export function joinLanguages(files: readonly Told[]): Manuscript[] {
  const groups: Told[][] = []
  const apart = new Map<Told, Told>()
  for (const file of files) {
    const { id } = file.manuscript
    const ofStem = groups.find((group) => group.some((other) => areOneName(file, other)))
    const ofId = id === null ? undefined : groups.find((group) => idOf(group) === id)
    const group = ofId ?? ofStem
    if (!group) groups.push([file])
    else if (group === ofId || id === null || idOf(group) === null) group.push(file)
    else {
      groups.push([file])
      if (group[0]) apart.set(file, group[0])
    }
  }
  return groups.map((group) => {
    const joined = joinedTexts(group.map(({ manuscript }) => manuscript))
    const doubts = group.flatMap((file) => {
      const other = apart.get(file)?.manuscript.source
      return other === undefined
        ? []
        : [
            toldDoubt(
              'words',
              `By its name it is ${other} in another language, but it has another id.`,
            ),
          ]
    })
    return { ...joined, doubts: [...joined.doubts, ...doubts] }
  })
}

/** One release of the texts that several files tell. What they tell otherwise of it is a doubt. */
export function joinedTexts(parts: readonly Manuscript[]): Manuscript {
  const [first, ...others] = parts
  if (!first) throw new RangeError('no part')
  if (others.length === 0) return first
  const { kind, doubts: ofKind } = kindOf(parts)
  const { standing, doubts: ofStanding } = standingOf(parts)
  return {
    source: parts.map(({ source }) => source).join(' and '),
    id: parts.find(({ id }) => id !== null)?.id ?? null,
    kind,
    topics: [...new Set(parts.flatMap(({ topics }) => topics))],
    texts: textsOf(parts),
    standing,
    doubts: [
      ...parts.flatMap(({ source, doubts }) =>
        doubts
          .filter(({ about, isOpen }) => !isOpen || (about !== 'date' && about !== 'embargo'))
          .map((doubt) => ({ ...doubt, says: `${source}: ${doubt.says}` })),
      ),
      ...ofStanding,
      ...ofKind,
    ],
  }
}

const areOneName = (a: Told, b: Told) =>
  a.stem === b.stem && (a.language !== null || b.language !== null)

const idOf = (group: readonly Told[]) =>
  group.find(({ manuscript }) => manuscript.id !== null)?.manuscript.id ?? null

function textsOf(parts: readonly Manuscript[]): Record<string, Wording> {
  const texts: Record<string, Wording> = {}
  for (const part of parts)
    for (const [language, wording] of Object.entries(part.texts)) {
      const other = parts.find((one) => one !== part && one.texts[language] !== undefined)
      if (other)
        throw new Failure(
          'unreadable',
          language === 'und'
            ? `${part.source} and ${other.source} are one release, but their languages are not told: "language: …" in their front matter tells them.`
            : `${part.source} and ${other.source} are one release, and both are in "${language}".`,
        )
      texts[language] = wording
    }
  return texts
}

function kindOf(parts: readonly Manuscript[]): { kind: string | null; doubts: Doubt[] } {
  const told = parts.filter(({ kind }) => kind !== null)
  const kinds = [...new Set(told.map(({ kind }) => kind as string))]
  if (kinds.length <= 1) return { kind: kinds[0] ?? null, doubts: [] }
  const says = told.map(({ source, kind }) => `${source} says "${kind}"`).join(', ')
  return {
    kind: null,
    doubts: [
      {
        about: 'kind',
        says: `There are two kinds: ${says}.`,
        option: '--kind',
        isOpen: true,
        choices: kinds.map((kind) => ({ label: kind, value: kind })),
      },
    ],
  }
}

/** What one file leaves open, another one may tell: `04/05/2021` and `٤ أيار ٢٠٢١`. */
function standingOf(parts: readonly Manuscript[]): { standing: Standing | null; doubts: Doubt[] } {
  const open = parts.flatMap(({ source, doubts }) =>
    doubts
      .filter(({ about, isOpen }) => isOpen && (about === 'date' || about === 'embargo'))
      .map((doubt) => ({ ...doubt, says: `${source}: ${doubt.says}` })),
  )
  const told = parts.flatMap(({ source, standing }) =>
    standing === null ? [] : [{ source, standing }],
  )
  const draft = told.find(({ standing }) => standing.state === 'draft')
  if (draft) {
    const others = told.filter(({ standing }) => standing.state !== 'draft')
    const says = `It is a draft, as ${draft.source} says; the moment in ${others.map(({ source }) => source).join(' and ')} is not kept.`
    return {
      standing: draft.standing,
      doubts: others.length > 0 ? [toldDoubt('date', says)] : [],
    }
  }
  const isHeld = [
    ...told.map(({ standing }) => standing.state === 'embargoed'),
    ...open.map(({ about }) => about === 'embargo'),
  ]
  const about = isHeld.includes(true) ? 'embargo' : 'date'
  const moments = [...new Set(told.flatMap(({ standing }) => momentIn(standing) ?? []))]
  const finest = moments.filter((one) => !moments.some((other) => other.startsWith(`${one}T`)))
  const [moment, another] = finest
  if (moment === undefined) return { standing: null, doubts: distinct(open) }
  const isAgreed =
    another === undefined &&
    isHeld.every((held) => held === isHeld[0]) &&
    open.every(
      ({ choices }) =>
        choices.length === 0 || choices.some(({ value }) => sameMoment(value, moment)),
    )
  if (isAgreed) {
    const standing: Standing =
      about === 'embargo'
        ? { state: 'embargoed', until: moment }
        : { state: 'published', on: moment }
    return { standing, doubts: open.map((doubt) => ({ ...doubt, isOpen: false })) }
  }
  const offered = open.flatMap(({ choices }) => choices.map(({ value }) => value as Moment))
  const choices = [...new Set([...finest, ...offered])]
  return {
    standing: null,
    doubts: [
      momentsDoubt(
        about,
        parts.map(({ source }) => source),
        choices,
      ),
    ],
  }
}

const momentIn = (standing: Standing): Moment | null =>
  standing.state === 'embargoed'
    ? standing.until
    : standing.state === 'published'
      ? standing.on
      : null

const sameMoment = (a: string, b: string) =>
  a === b || a.startsWith(`${b}T`) || b.startsWith(`${a}T`)

/** Those that offer the same are one question. */
const distinct = (doubts: readonly Doubt[]): Doubt[] =>
  doubts.filter(
    ({ choices }, at) =>
      doubts.findIndex((other) => JSON.stringify(other.choices) === JSON.stringify(choices)) === at,
  )
