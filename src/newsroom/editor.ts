import { Refusal } from './refusals.ts'

/** What a token may do. Each scope includes the ones before it. */
export const SCOPES = ['draft', 'publish', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** A person or program that publishes. */
export interface Editor {
  readonly id: string
  readonly name: string
  readonly scope: Scope
}

/** Whether the editor's scope includes `scope`. */
export const may = (editor: Editor, scope: Scope): boolean =>
  SCOPES.indexOf(editor.scope) >= SCOPES.indexOf(scope)

/** @throws Refusal `forbidden` when the editor's scope does not include `scope` */
export function demand(editor: Editor, scope: Scope): void {
  if (!may(editor, scope))
    throw new Refusal('forbidden', `This needs a token with the scope "${scope}".`)
}
