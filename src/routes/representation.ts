import type { PurgeResult } from '../caching.ts'
import { releasePath } from '../newsroom/archive.ts'
import { type Instant, instantText } from '../newsroom/dateline.ts'
import { asOf, hasLifted, type Language, type Release, type Text } from '../newsroom/release.ts'
import { requirements } from '../newsroom/requirements.ts'
import type { Revision, RevisionHeading } from '../newsroom/revision.ts'
import type { Site } from '../site.ts'

/**
 * The entity tag of a release, for `If-Match`. It changes with every revision, and when an embargo
 * lifts: who saves what was under embargo is told that it is public by now.
 */
export const releaseEtag = (release: Release, now: Instant): string =>
  `"${release.revision}${hasLifted(release, now) ? '-lifted' : ''}"`

/** A release as programs read it. Instants are RFC 3339 in UTC; what is absent is left out. */
export function represent(site: Site, stored: Release, now: Instant) {
  const release = asOf(stored, now)
  return {
    id: release.id,
    state: release.state,
    revision: release.revision,
    kind: release.kind,
    topics: release.topics,
    createdAt: instantText(release.createdAt),
    revisedAt: instantText(release.revisedAt),
    ...(release.state === 'draft'
      ? { requirements: requirements(release.texts) }
      : { liveAt: instantText(release.liveAt), day: release.day }),
    texts: mapLanguages(site, release.texts, (text, language) =>
      representText(site, text, language),
    ),
    corrections: release.corrections.map(({ at, note }) => ({ at: instantText(at), note })),
    ...(release.state === 'withdrawn'
      ? {
          withdrawal: {
            at: instantText(release.withdrawnAt),
            reason: release.reason,
            ...(release.replacedBy ? { replacedBy: release.replacedBy } : {}),
          },
        }
      : {}),
  }
}

/** The same without the long parts, for lists. */
export function representBriefly(site: Site, stored: Release, now: Instant) {
  const { texts, ...release } = represent(site, stored, now)
  return {
    ...release,
    texts: mapLanguages(site, texts, ({ body: _, notes: __, ...text }) => text),
  }
}

/** A revision in a history: who changed what, with which token, when and why. */
export const representHeading = ({ number, kind, at, editor, token, note }: RevisionHeading) => ({
  number,
  kind,
  at: instantText(at),
  editor,
  token,
  ...(note ? { note } : {}),
})

/** A revision with what the release was from then on. */
export const representRevision = (site: Site, revision: Revision) => ({
  ...representHeading(revision),
  release: represent(site, revision.release, revision.at),
})

/**
 * What a change did: the instant from which readers have or will have the release (of a backdated
 * one the day of its publication, not the one that it is filed under), its URLs, what was rebuilt.
 */
export function receipt(
  site: Site,
  release: Release,
  rebuilt: {
    readonly paths: readonly string[]
    readonly edge: PurgeResult
    readonly more: boolean
  },
) {
  return {
    revision: release.revision,
    publicFrom: publicFrom(release),
    urls: mapLanguages(site, release.texts, (text, language) => urlOf(site, text, language)),
    rebuilt: rebuilt.paths,
    rebuildPending: rebuilt.more,
    edge: rebuilt.edge,
  }
}

/** The slugs that the texts have, and their addresses. */
export const addressesOf = (site: Site, { texts }: Release) => ({
  slugs: mapLanguages(site, texts, ({ slug }) => slug ?? undefined),
  urls: mapLanguages(site, texts, (text, language) => urlOf(site, text, language)),
})

function publicFrom({ texts }: Release): string | null {
  const instants = Object.values<Text>(texts).flatMap((text) => text.publicFrom ?? [])
  return instants.length > 0 ? instantText(Math.min(...instants)) : null
}

export const representText = (site: Site, text: Text, language: Language) => ({
  url: urlOf(site, text, language),
  slug: text.slug ?? undefined,
  headline: text.headline ?? undefined,
  subheadline: text.subheadline ?? undefined,
  summary: text.summary ?? undefined,
  department: text.department ?? undefined,
  dateline: text.dateline ?? undefined,
  body: text.body ?? undefined,
  notes: text.notes ?? undefined,
  publicFrom: text.publicFrom === null ? undefined : instantText(text.publicFrom),
  changedAt: text.changedAt === null ? undefined : instantText(text.changedAt),
})

const urlOf = (site: Site, { slug }: Text, language: Language) =>
  slug === null ? undefined : `${site.url}${releasePath(language, slug, site.languages)}`

/** In the order of the site's languages. */
const mapLanguages = <A, B>(
  site: Site,
  texts: Readonly<Record<string, A>>,
  change: (text: A, language: Language) => B,
): Record<string, B> =>
  Object.fromEntries(
    site.languages.flatMap((language) => {
      const text = texts[language]
      return text === undefined ? [] : [[language, change(text, language)]]
    }),
  )
