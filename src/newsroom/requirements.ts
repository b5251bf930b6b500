import { type FieldError, pointer } from './refusals.ts'
import type { Language, Text } from './release.ts'

/** What is still missing before a draft may be embargoed or published; empty when nothing is. */
export function requirements(texts: Readonly<Record<Language, Text>>): FieldError[] {
  const languages = Object.keys(texts) as Language[]
  if (languages.length === 0)
    return [{ pointer: '/texts', detail: 'A release needs a text in at least one language.' }]
  return languages.flatMap((language) =>
    (['headline', 'body'] as const)
      .filter((part) => isBlank(texts[language]?.[part] ?? ''))
      .map((part) => ({
        pointer: pointer('texts', language, part),
        detail: `The ${part} is missing.`,
      })),
  )
}

/** Whether there is nothing to see in a text: spaces and invisible characters at most. */
export const isBlank = (text: string): boolean => !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)
