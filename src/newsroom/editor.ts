import { Refusal } from './refusals.ts'
import type { Language } from './release.ts'

/** What a token may do. Each scope includes the ones before it; `read` reads drafts too. */
export const SCOPES = ['read', 'draft', 'publish', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** A person or program that publishes, as its token lets it. */
export interface Editor {
  readonly id: string
  readonly name: string
  /** The id of the token that it has shown; history names it. */
  readonly token: string
  readonly scope: Scope
  /** The only languages in which it may change anything; null for all. */
  readonly languages: readonly Language[] | null
}

/** Whether the editor's scope includes `scope`. */
export const may = (editor: Editor, scope: Scope): boolean =>
  SCOPES.indexOf(editor.scope) >= SCOPES.indexOf(scope)

/** @throws Refusal `forbidden` when the editor's scope does not include `scope` */
export function demand(editor: Editor, scope: Scope): void {
  if (!may(editor, scope))
    throw new Refusal('forbidden', `This needs a token with the scope "${scope}".`)
}

/** @throws Refusal `forbidden` when the editor's token is not for one of these languages */
export function demandLanguages({ languages }: Editor, touched: readonly Language[]): void {
  if (languages === null) return
  const foreign = touched.filter((language) => !languages.includes(language))
  if (foreign.length > 0)
    throw new Refusal(
      'forbidden',
      `This token may change texts in ${languages.join(', ')} only, and this concerns ${foreign.join(', ')}.`,
    )
}
