/**
 * A release as a file, or another system, tells it: what was understood of it, and what was not. No
 * word of the source is lost between here and there; what has no place of its own stands in the body
 * or in the notes, or is a doubt.
 */
export interface Manuscript {
  /** Where it comes from, for people: `budget.md`, `export.xml, item 17 "Council adopts"`. */
  readonly source: string
  /** The id that it shall have. Null: the newsroom gives one. */
  readonly id: string | null
  /** One of the site's kinds as it was written; null where nothing tells. */
  readonly kind: string | null
  readonly topics: readonly string[]
  /** Under BCP 47 tags; `und` where the language is not told. */
  readonly texts: Readonly<Record<string, Wording>>
  /** What it says of being public. Null where it says nothing. */
  readonly standing: Standing | null
  readonly doubts: readonly Doubt[]
}

/** A text in one language. What is absent is null; lengths and forms are the newsroom's to judge. */
export interface Wording {
  readonly slug: string | null
  readonly headline: string | null
  readonly subheadline: string | null
  readonly summary: string | null
  readonly department: string | null
  /** Of the dateline. */
  readonly place: string | null
  /** Markdown without raw HTML. */
  readonly body: string | null
  /** Notes to editors, Markdown. */
  readonly notes: string | null
  /** Paths at which it stood elsewhere, such as `/2021/02/25/title/` or `/?p=12`. */
  readonly formerPaths: readonly string[]
}

export const NO_WORDS: Wording = {
  slug: null,
  headline: null,
  subheadline: null,
  summary: null,
  department: null,
  place: null,
  body: null,
  notes: null,
  formerPaths: [],
}

export type Standing =
  | { readonly state: 'draft' }
  /** `on` is when it was issued; null is now. */
  | { readonly state: 'published'; readonly on: Moment | null }
  | { readonly state: 'embargoed'; readonly until: Moment }

/**
 * A moment as it was written. With a time: `YYYY-MM-DDTHH:MM:SS`, and its offset (`Z`, `+02:00`) where
 * one was written; the site's zone is meant otherwise. Without: `YYYY-MM-DD`, the site's day.
 */
export type Moment = string & { readonly _: 'Moment' }

/**
 * What was not understood, or could mean several things. Where `isOpen`, it has to be settled before
 * the release is published or held: a person is asked, and a script is told. Otherwise it is told.
 */
export interface Doubt {
  readonly about: 'language' | 'date' | 'embargo' | 'headline' | 'kind' | 'encoding' | 'words'
  /** A sentence for people, which quotes what was written. */
  readonly says: string
  /** The option that settles it without asking, such as `--date`; null where none does. */
  readonly option: string | null
  readonly isOpen: boolean
  /** What it could mean; empty where the answer is free. */
  readonly choices: readonly Meaning[]
}
export interface Meaning {
  /** Such as `4 May 2021`. */
  readonly label: string
  /** What settles it: a moment, a language, a kind. */
  readonly value: string
}
