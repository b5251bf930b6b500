import { isLocal } from '../address.ts'
import { checkup } from './checkup.ts'
import { countOf, type Finding, MAX_SKEW, ok, skipped, spanOf, wrong } from './finding.ts'
import { type Health, healthFrom, type Metrics, metricsFrom } from './reported.ts'

/** An answer over HTTP. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
/** An answer, and between which instants it was made, by the clock of this machine. */
export interface Heard extends Answer {
  readonly sentAt: number
  readonly heardAt: number
}

/** What was asked and what was heard. */
export interface Facts {
  /** The origin that was asked. */
  readonly address: string
  readonly live: Heard | Silence
  /** Null where they were not asked for. */
  readonly ready: Heard | Silence | null
  readonly metrics: Answer | Silence | NotAsked
}
/** Nobody answered; the reason in the words of this machine. */
export interface Silence {
  readonly silence: string
}
/** Why the metrics were not asked for. */
export interface NotAsked {
  readonly notAsked: keyof typeof NOT_ASKED
}

const NOT_ASKED = {
  'no-token': [
    'skipped',
    'The metrics were not read: there is no token.',
    'PRESSROOM_TOKEN takes one: npm run token -- create doctor --scope admin',
  ],
  malformed: [
    'wrong',
    'What was given as the token is not a token: it has letters that none has.',
    'Give what `npm run token -- create` printed, without quotes and line breaks.',
  ],
  'not-secret': [
    'wrong',
    'The token was not sent: the address is http, and everybody between could read it.',
    'Ask the https address.',
  ],
  unsure: ['skipped', 'The metrics were not read: no token is sent to a stranger.', null],
} as const satisfies Record<string, readonly [Finding['state'], string, string | null]>

/** Judges what was heard: first whether there is a Pressroom, and only then how it is. */
export function diagnose(facts: Facts): Finding[] {
  const stranger = strangerOf(facts)
  if (stranger) return [stranger]
  const health = healthOf(facts)
  return [
    ok('address', `A Pressroom answers at ${facts.address}.`),
    ...(health
      ? [...whole(health, facts), ...checkup(health)]
      : [
          wrong(
            'readiness',
            `/readyz ${heardIn(facts.ready)}.`,
            'Look for "event":"error" in the log: npx wrangler tail',
          ),
        ]),
    metricsFinding(facts),
  ]
}

/** Whether it may be told a secret: it answers as a Pressroom does. */
export const isPressroom = (facts: Pick<Facts, 'address' | 'live' | 'ready'>): boolean =>
  strangerOf(facts) === null && healthOf(facts) !== null

/** Why there is no Pressroom at the address, if there is none. */
function strangerOf({ address, live, ready }: Pick<Facts, 'address' | 'live' | 'ready'>) {
  if ('silence' in live)
    return wrong(
      'address',
      `Nobody answers at ${address}: ${live.silence}.`,
      isLocal(address)
        ? 'Start it with npm start; if it runs on another port: PORT=… npx pressroom doctor; another address: npx pressroom doctor --url https://…'
        : 'Look whether the address is right and the newsroom deployed (npm run deploy).',
    )
  const target = live.status >= 300 && live.status < 400 && live.headers.location
  if (target)
    return wrong(
      'address',
      `${address} sends on to ${originIn(target, address)}.`,
      `Ask there: npx pressroom doctor --url ${originIn(target, address)}`,
    )
  const isAlive = live.status === 200 && fieldOf(live.body, 'status') === 'ok'
  if (isAlive && (!ready || 'silence' in ready || ready.status >= 500 || healthFrom(ready.body)))
    return null
  if (live.status >= 500)
    return wrong(
      'address',
      `${address} answers ${live.status} at /healthz, which asks for nothing but a running Worker.`,
      'A setting or the binding DB may be missing: npx wrangler tail shows why the Worker stops.',
    )
  return wrong(
    'address',
    `What answers at ${address} is not a Pressroom (or one of an older version).`,
    'Look whether the address is right; an older version is replaced by npm run deploy.',
  )
}

const healthOf = ({ ready }: Pick<Facts, 'ready'>): Health | null =>
  ready && 'body' in ready ? healthFrom(ready.body) : null

const heardIn = (heard: Facts['ready']) =>
  !heard
    ? 'was not asked'
    : 'silence' in heard
      ? `was not answered: ${heard.silence}`
      : `answered ${heard.status}, and not with its checks`

/** What can only be told from outside. */
const whole = (health: Health, { address, ready }: Facts): Finding[] => [
  health.site === address || (isLocal(health.site) && isSamePort(health.site, address))
    ? ok('site-url', `SITE_URL is ${health.site}.`)
    : wrong(
        'site-url',
        `SITE_URL is ${health.site}, and ${address} was asked: links, feeds and sitemap name the former.`,
        `Set SITE_URL in wrangler.toml to the readers' address and deploy, or ask that one: --url ${health.site}`,
      ),
  clockFinding(health, ready),
]

function clockFinding({ now }: Health, ready: Facts['ready']): Finding {
  if (!ready || !('sentAt' in ready) || now === null)
    return skipped('clock', 'The answer does not say what time it is.')
  const skew = now < ready.sentAt ? now - ready.sentAt : Math.max(0, now - ready.heardAt)
  return Math.abs(skew) <= MAX_SKEW
    ? ok('clock', "This machine's clock and the Worker's agree.")
    : wrong(
        'clock',
        `The Worker's clock is ${spanOf(skew / 1000)} ${skew > 0 ? 'ahead of' : 'behind'} this machine's.`,
        "Set this machine's clock (NTP). If it is right, the Worker's is wrong: embargoes lift by that one.",
      )
}

function metricsFinding({ metrics }: Facts): Finding {
  if ('notAsked' in metrics) {
    const [state, says, advice] = NOT_ASKED[metrics.notAsked]
    return { about: 'token', state, says, advice }
  }
  if ('silence' in metrics)
    return wrong('metrics', `/metrics was not answered: ${metrics.silence}.`, 'Ask again.')
  const numbers = metrics.status === 200 ? metricsFrom(metrics.body) : null
  if (numbers) return ok('metrics', toldOf(numbers))
  const [says, advice] = REFUSED[metrics.status] ?? [
    `/metrics answered ${metrics.status}.`,
    'Look for "event":"error" in the log: npx wrangler tail',
  ]
  return wrong(metrics.status in REFUSED ? 'token' : 'metrics', says, advice)
}

const REFUSED: Readonly<Record<number, readonly [says: string, advice: string]>> = {
  401: [
    'The token is not valid: unknown, expired or revoked. The metrics were not read.',
    'npm run token -- list shows which are valid (--remote for the deployed newsroom).',
  ],
  403: [
    'The token has not the scope admin. The metrics were not read.',
    'npm run token -- create doctor --scope admin (--remote for the deployed newsroom)',
  ],
  429: [
    'Too many requests without a valid token came from here. The metrics were not read.',
    'Wait a minute. If nobody here did that, look for "event":"limited" in the log.',
  ],
}

const toldOf = ({ filed, rebuilds, events }: Metrics) =>
  `The token is an admin's. ${countOf(filed, 'release is', 'releases are')} filed; ${countOf(rebuilds, 'rebuild', 'rebuilds')} and ${countOf(events, 'event', 'events')} so far.`

const isSamePort = (one: string, other: string) =>
  isLocal(other) && new URL(one).port === new URL(other).port

const originIn = (target: string, base: string) =>
  URL.canParse(target, base) ? new URL(target, base).origin : 'somewhere'

function fieldOf(body: string, name: string): unknown {
  try {
    return (JSON.parse(body) as Record<string, unknown> | null)?.[name]
  } catch {
    return undefined
  }
}
