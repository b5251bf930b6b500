import { english, type Json, type PressOffice, type Reply } from '../press-office.ts'
import { storingNothing } from './answers.ts'

interface Route {
  readonly method: string
  readonly verb: string
  /** What is asked of the release that it changes; null where it makes one. */
  readonly from: object | null
  readonly headers: Record<string, string>
  readonly valid: () => Json
}
const ANY = { 'If-Match': '*' }
export const ROUTES = {
  creation: { method: 'POST', verb: '', from: null, headers: {}, valid: () => english() },
  'creation by id': {
    method: 'PUT',
    verb: '/new',
    from: null,
    headers: { 'If-None-Match': '*' },
    valid: () => english(),
  },
  replacement: { method: 'PUT', verb: '', from: {}, headers: ANY, valid: () => english() },
  publication: { method: 'POST', verb: '/publication', from: {}, headers: ANY, valid: () => ({}) },
  embargo: {
    method: 'PUT',
    verb: '/embargo',
    from: {},
    headers: ANY,
    valid: () => ({ until: '2027-01-01' }),
  },
  correction: {
    method: 'POST',
    verb: '/corrections',
    from: { publish: true },
    headers: ANY,
    valid: () => ({ note: 'Wrong.' }),
  },
  withdrawal: {
    method: 'POST',
    verb: '/withdrawal',
    from: { publish: true },
    headers: ANY,
    valid: () => ({ reason: 'Wrong.' }),
  },
} satisfies Record<string, Route>
export type Name = keyof typeof ROUTES
export const NAMES = Object.keys(ROUTES) as Name[]

/** Sends bodies, to a release that they may change. */
export class Sender {
  readonly office: PressOffice
  readonly #paths = new Map<Name, string>()

  constructor(office: PressOffice) {
    this.office = office
  }

  /** The path of a route: the same one while its bodies are refused. */
  async path(name: Name): Promise<string> {
    const path = this.#paths.get(name) ?? (await this.#newPath(name))
    this.#paths.set(name, path)
    return path
  }

  async #newPath(name: Name): Promise<string> {
    const { verb, from }: Route = ROUTES[name]
    if (from === null) return `/api/releases${verb.replace('new', crypto.randomUUID())}`
    const { id } = (await this.office.create(english({}, from))).json.release
    return `/api/releases/${id}${verb}`
  }

  async send(name: Name, body: unknown): Promise<Reply> {
    const { method, headers } = ROUTES[name]
    const reply = await this.office.ask(await this.path(name), { method, headers, body })
    // A release that was changed is no more the one that its route wants.
    if (reply.status < 300) this.#paths.delete(name)
    return reply
  }

  /** Sends what is going to be refused, and holds that nothing was stored. */
  async refused(name: Name, body: unknown): Promise<Reply> {
    await this.path(name)
    return storingNothing(() => this.send(name, body))
  }
}
