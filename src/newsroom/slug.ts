import slugify from '@sindresorhus/slugify'

/** The last part of a text's URL: lower-case letters, marks and digits of any script, and hyphens. */
export type Slug = string & { readonly _: 'Slug' }

/** In bytes of UTF-8, so that a percent-encoded URL stays under 400 characters. */
export const MAX_SLUG_BYTES = 120
/** Left free in a derived slug for `-2` and its successors. */
const ROOM_FOR_NUMBER = 9
/** Where a search for a free number gives up. */
const MAX_NUMBER = 10_000_000
/** How many candidates are looked up at once. */
const CANDIDATES = 24

/** A slug as an editor gave it, or null when it is not one. */
export const parseSlug = (text: string): Slug | null =>
  isLatinSlug(text) || isSlug(text) ? (text as Slug) : null

/** Characters of a topic, counted in UTF-16 units. */
export const MAX_TOPIC = 60

/** A topic as an editor gave it, or null when it is none: it is written like a slug. */
export const parseTopic = (text: string): string | null =>
  text.length <= MAX_TOPIC && parseSlug(text) !== null ? text : null

/** What most slugs are, told at a tenth of the time. */
const isLatinSlug = (text: string) =>
  text.length <= MAX_SLUG_BYTES && /^[a-z\d]+(?:-[a-z\d]+)*$/.test(text)

const isSlug = (text: string) =>
  /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(-[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u.test(text) &&
  text === fold(text) &&
  bytes(text) <= MAX_SLUG_BYTES

/**
 * A slug from a headline: transliterated where the script allows it, in the headline's own script
 * where it does not, and `fallback` (a slug itself) where the headline has neither letter nor digit.
 */
export function slugFrom(headline: string, fallback: string): Slug {
  const text = fold(headline.toWellFormed())
  const latin = slugify(text.replace(/['’ʼ]/g, ''), { decamelize: false })
  const worthy = /[a-z]/.test(latin) || (latin !== '' && !/\p{L}/u.test(text))
  return (parseSlug(shorten(worthy ? latin : ownScript(text))) ?? fallback) as Slug
}

/** Whether `slug` is `stem`, or `stem` with the number that told it from another one. */
export const isNumbered = (slug: Slug, stem: Slug): boolean =>
  slug === stem ||
  (slug.startsWith(`${stem}-`) && /^[2-9]$|^[1-9]\d+$/.test(slug.slice(stem.length + 1)))

/**
 * `stem`, or else `stem-2`, `stem-3`, ...: one that is free and whose predecessor is taken. Doubles
 * until it meets a free one, then narrows down, so that a thousand statements with one headline
 * cost a few look-ups.
 *
 * @param taken of these candidates, those that another release holds
 */
export async function firstFree(
  stem: Slug,
  taken: (candidates: readonly Slug[]) => Promise<ReadonlySet<Slug>>,
): Promise<Slug> {
  const nth = (number: number) => (number === 1 ? stem : `${stem}-${number}`) as Slug
  // Everything up to `last` was taken when it was looked at.
  for (let [last, numbers] = [0, doubling(0)]; ; ) {
    const held = await taken(numbers.map(nth))
    const at = numbers.findIndex((number) => !held.has(nth(number)))
    last = (at < 0 ? numbers.at(-1) : numbers[at - 1]) ?? last
    const free = numbers[at]
    if (free === last + 1) return nth(free)
    if (last >= MAX_NUMBER) throw new RangeError('too many slugs begin alike')
    numbers = free === undefined ? doubling(last) : between(last, free)
  }
}

/** The five after `last`, then twice as far with each step. */
const doubling = (last: number) =>
  Array.from({ length: CANDIDATES }, (_, i) => last + (i < 5 ? i + 1 : 2 ** (i - 2)))

/** Evenly from the one after `last` to `free`. */
function between(last: number, free: number): number[] {
  const step = Math.ceil((free - last) / CANDIDATES)
  const numbers = []
  for (let number = last + 1; number < free; number += step) numbers.push(number)
  return [...numbers, free]
}

const fold = (text: string) => text.normalize('NFC').toLowerCase().normalize('NFC')

const bytes = (text: string) => new TextEncoder().encode(text).length

const ownScript = (text: string) =>
  fold(text)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/(^|-)\p{M}+/gu, '$1')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '')

/** Cut at a hyphen where there is one, else between characters. */
function shorten(slug: string): string {
  const limit = MAX_SLUG_BYTES - ROOM_FOR_NUMBER
  if (bytes(slug) <= limit) return slug
  let cut = ''
  for (const character of slug) {
    if (bytes(cut + character) > limit) break
    cut += character
  }
  const hyphen = cut.lastIndexOf('-')
  return (hyphen > limit / 3 ? cut.slice(0, hyphen) : cut).replace(/-+$/, '')
}
