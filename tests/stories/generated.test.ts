import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Contract, Parameter, Schema } from '../../src/pages/openapi.ts'
import { Conformance } from '../conformance.ts'
import { DB, HOUR, openPressOffice, type Reply } from '../press-office.ts'
import { rowCounts } from '../routes/answers.ts'
import { Asked, type Sent } from './asked.ts'
import { check } from './checked.ts'
import {
  type Drawn,
  FromContract,
  type Operation,
  operationsIn,
  type Slip,
  slipsOf,
} from './from-contract.ts'

let seed = 20_260_323
/** What comes only when something has failed, or from the platform in front. */
const FAULTS = / (?:500|503|4XX)$/
/**
 * A new release has no state that could forbid it: only a request under way is sent too soon. And a
 * cursor leads nowhere when the database was restored.
 */
const RACES = ['createRelease 409', 'listChanges 410', 'listEvents 410']

const office = await openPressOffice()
const contract: Contract = (await office.read('/api/openapi.json')).json
const judge = new Conformance(contract)
const fits = (schema: Schema, value: unknown) =>
  judge.misfits('', schema, value, false).length === 0
const requests = new FromContract(contract, fits)
const operations = operationsIn(contract)
const asked = new Asked(office)
const seen = new Set<string>()

beforeAll(() => asked.begin(String(contract.components.parameters.id?.example)))

describe('whatever is asked', () => {
  test.each(operations)('$id is answered as the contract says', async (operation) => {
    const slips = slipsOf(operation)
    for (const [slip, numRuns] of [[[], 40], ...slips.map((one) => [[one], 8])] as Round[])
      await ask(operation, fc.constant(slip), numRuns)
    await ask(operation, fc.subarray([...slips], { minLength: 2, maxLength: 3 }), 20)
    const any = fc.constantFrom<Slip[]>([], ...slips.map((one) => [one]))
    for (let left = 20; left > 0 && unseenOf(operation).length > 0; left--)
      await ask(operation, any, 10)
  })
})
type Round = [slips: Slip[], numRuns: number]

/** What it may answer by the contract, and has not answered yet. */
const unseenOf = ({ id, statuses }: Operation): string[] =>
  statuses
    .map((status) => `${id} ${status}`)
    .filter((one) => !seen.has(one) && !FAULTS.test(one) && !RACES.includes(one))

/** Asks so often what is drawn with slips that are drawn. */
const ask = (operation: Operation, slips: fc.Arbitrary<Slip[]>, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(
      slips.chain((slips) => requests.requests(operation, slips)),
      (drawn) => holds(operation, drawn),
    ),
    {
      numRuns,
      seed: seed++,
      // What was asked has changed what would be answered to anything smaller.
      endOnFailure: true,
      reporter: ({ errorInstance }) => {
        if (errorInstance) throw errorInstance
      },
    },
  )

test('whatever may be answered was answered, but for faults and races', () => {
  const never = operations.flatMap(({ id, statuses }) =>
    statuses.map((status) => `${id} ${status}`).filter((one) => !seen.has(one)),
  )
  expect(never.filter((one) => !FAULTS.test(one))).toEqual(RACES)
})

test('afterwards, what the public sees is right', { timeout: 120_000 }, () => check(office))

/** Asks, and demands what has to be of every answer. */
async function holds(operation: Operation, drawn: Drawn): Promise<void> {
  office.now += drawn.hours * HOUR
  const sent = await asked.prepared(operation, drawn)
  const first = await once(operation, drawn, sent)
  const isKeyed = operation.method !== 'GET' && sent.headers.has('Idempotency-Key')
  // What is put back may be put back again.
  const isHarmless = isKeyed || operation.id === 'restoreHistory'
  if (!drawn.again || (sent.body.bytes && !isHarmless)) return
  const second = await once(operation, drawn, sent)
  if (isKeyed && first.status < 300) {
    expect(second.text, told(sent, second)).toBe(first.text)
    expect(second.headers.get('Idempotency-Replayed')).toBe('true')
  }
}

async function once(operation: Operation, { isLimited }: Drawn, sent: Sent): Promise<Reply> {
  office.logged.length = 0
  const before = await rowCounts()
  const { limits, pause } = office
  office.limits = { failure: async () => !isLimited, change: async () => !isLimited }
  if (sent.body.isStalled) office.pause = async () => {}
  const reply = await asked.send(sent)
  Object.assign(office, { limits, pause })
  const after = await rowCounts()
  seen.add(`${operation.id} ${reply.status}`)
  const faults = [
    ...conforms(sent, reply),
    ...(await keepsTheLedger(operation, reply, after.revised - before.revised)),
    ...judges(operation, sent, reply),
  ]
  if (reply.status >= 400 && JSON.stringify(before) !== JSON.stringify(after))
    faults.push('it was refused, and something was stored')
  if (reply.status >= 500) faults.push('it failed')
  for (const line of office.logged)
    if (line.event === 'error') faults.push(`it logged ${JSON.stringify(line)}`)
  if (faults.length > 0) throw new Error(told(sent, reply, faults))
  return reply
}

/** What is wrong with a reply by the contract. */
function conforms({ method, path, body }: Sent, { status, headers, text, json }: Reply): string[] {
  const sent = body.bytes && status < 300 ? new TextDecoder().decode(body.bytes) : null
  const faults = judge.faultsOf({ method, path, sent, status, headers, text })
  if (status >= 400 && method !== 'HEAD' && json?.requestId !== headers.get('X-Request-Id'))
    faults.push('it does not tell the id of the request')
  return faults
}

/** A change is in the ledgers, and is one revision; an answer that is given again is none. */
async function keepsTheLedger(
  operation: Operation,
  { status, headers, json }: Reply,
  more: number,
): Promise<string[]> {
  const { release, receipt } = json ?? {}
  if (operation.id === 'restoreHistory' && status === 201)
    return more === json.revision ? [] : [`${more} revisions were stored`]
  if (status >= 300 || !receipt) return more === 0 ? [] : [`${more} revisions were stored`]
  const found = await DB.prepare(
    `SELECT count(*) FROM revisions AS r JOIN events AS e ON e.release_id = r.release_id
        AND e.revision = r.number AND e.kind = r.kind
      WHERE r.release_id = ? AND r.number = ?`,
  )
    .bind(release.id, receipt.revision)
    .first('count(*)')
  return [
    ...(found === 1 ? [] : ['its revision is not in the ledger']),
    ...(headers.get('ETag') ? [] : ['it has no tag']),
    ...(more === 0 || more === 1 ? [] : [`${more} revisions were stored at once`]),
    ...(more === 1 && headers.has('Idempotency-Replayed') ? ['it was done twice'] : []),
  ]
}

/** Whether it was taken as the contract says it would be. */
function judges(operation: Operation, sent: Sent, { status, json }: Reply): string[] {
  if (sent.method !== operation.method && sent.method !== 'HEAD') return []
  const isTaken = status < 300 && json?.valid !== false
  const faults: string[] = []
  if (operation.body) {
    const said = saidBy(sent)
    const isRight = said !== null && fits(operation.body.schema, said.value)
    const isNone = !sent.body.bytes?.length && !operation.body.isRequired
    if (isTaken && !isRight && !isNone) faults.push('its body is wrong, and was taken')
    if (said?.isPlain && isRight && [400, 408, 413, 415].includes(status))
      faults.push('its body is right, and could not be read')
    if (said === null && !isNone && status < 300) faults.push('its body is none, and was read')
  }
  for (const [given, text] of sent.given) {
    const parameter = operation.parameters.find(
      (one) => one.in === given.in && one.name === given.name,
    )
    if (parameter && status < 300 && (text === null || !isWritten(parameter, text)))
      faults.push(`${parameter.in} ${parameter.name} is wrong, and was taken`)
  }
  for (const { name, required } of operation.parameters)
    if (required && status < 300 && !sent.given.some(([given]) => given.name === name))
      faults.push(`${name} is missing, and was not missed`)
  return faults
}

const isWritten = ({ schema }: Parameter, text: string) =>
  fits(schema, schema.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text)

/** What a body says; plain where nobody could read it otherwise. Null where it cannot be read. */
function saidBy({ body: { bytes, isRead } }: Sent): { value: unknown; isPlain: boolean } | null {
  if (!bytes || !isRead) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
    const value: unknown = JSON.parse(text)
    return { value, isPlain: JSON.stringify(value) === text }
  } catch {
    return null
  }
}

/** A request and its reply, as somebody would ask it again. */
function told(sent: Sent, reply: Reply, faults: readonly string[] = []): string {
  const { bytes, isStalled } = sent.body
  return [
    ...faults,
    `${sent.method} ${sent.path}`,
    ...[...sent.headers].map(([name, value]) => `${name}: ${value}`),
    bytes ? new TextDecoder().decode(bytes).trimEnd().slice(0, 2000) : '(no body)',
    ...(isStalled ? ['(stalls)'] : []),
    `-> ${reply.status} ${reply.text.slice(0, 1000)}`,
  ].join('\n')
}
