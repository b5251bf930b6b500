import { Failure } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { wordingOf } from './content.ts'
import { type Judgement, judged, toldOf } from './judging.ts'
import { carryOut, type Task } from './outcome.ts'
import { type Desk, type FileOptions, type Prepared, prepared } from './preparing.ts'
import { type Aim, kindLabel } from './settling.ts'
import { stepsOf } from './steps.ts'
import { counted, dayWords, instantWords } from './telling.ts'
import { momentWords, type Timing, timingSent, timingWords } from './timing.ts'
import { understood } from './understanding.ts'

/** What becomes of files: what is sent is shown first. */
export interface IssueOptions extends FileOptions {
  readonly again?: true
  readonly verbose?: true
}

/**
 * Makes releases of files. All of them are read, settled and judged before the first is sent; what was
 * understood is shown, and has to be agreed to.
 * @throws Failure as `exit.ts` names them; what was sent and what was not is named
 */
export async function issue(
  aim: Exclude<Aim, 'correct'>,
  paths: readonly string[],
  options: IssueOptions,
  desk: Desk,
): Promise<void> {
  const { terminal, connection, context } = desk
  const { timeZone: zone } = await connection.site()
  const all = await prepared(aim, paths, options, desk)
  const judgements = await Promise.all(all.map((one) => judgementOf(one, desk)))
  const wrong: string[] = []
  for (const [at, one] of all.entries()) {
    const judgement = judgements[at]
    if (!judgement) continue
    terminal.tell(`${await shown(one, judgement, desk)}\n`)
    wrong.push(...faultsOf(aim, one, judgement, terminal))
  }
  if (wrong.length > 0) throw new Failure('refused', 'Nothing was sent:', wrong)
  const toSend = all.filter(({ isThere }) => !isThere)
  if (toSend.length > 0) await agreed(terminal, question(aim, toSend, zone))
  const tasks = all.map((one): Task => stepsOf(aim, one, options.again === true, desk))
  await carryOut(tasks, { terminal, zone, isVerbose: options.verbose === true, stop: context.stop })
}

/** @throws Failure `interrupted` where the answer is no, `unsettled` where there is none */
export async function agreed(terminal: Terminal, asked: string): Promise<void> {
  let isAgreed: boolean
  try {
    isAgreed = await terminal.confirm(asked)
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== 'unsettled') throw error
    throw new Failure('unsettled', `Nobody is asked here "${asked}": --yes says yes.`, [
      'Nothing was sent.',
    ])
  }
  if (!isAgreed) throw new Failure('interrupted', 'Nothing was sent.')
}

const judgementOf = async (
  { content, timing, existing, isThere }: Prepared,
  { connection }: Desk,
): Promise<Judgement | null> =>
  isThere
    ? null
    : judged(
        connection.client,
        existing ? content : { ...content, ...timingSent(timing) },
        existing?.release.id ?? null,
      )

/** What the newsroom would refuse, and of a draft what is still missing. */
function faultsOf(
  aim: Aim,
  { source, content }: Prepared,
  { wrong, missing }: Judgement,
  terminal: Terminal,
): string[] {
  const lacks = toldOf(source, content, missing)
  if (aim !== 'draft') return [...toldOf(source, content, wrong), ...lacks]
  for (const line of lacks) terminal.warn(`${line} It is needed before it can be published.`)
  return toldOf(source, content, wrong)
}

async function shown(
  { source, manuscript, content, timing, existing }: Prepared,
  { urls }: Judgement,
  { terminal, connection }: Desk,
): Promise<string> {
  const { kinds, timeZone } = await connection.site()
  const isTold = manuscript.kind !== null || existing !== null
  const label = kindLabel(content.kind, kinds)
  return understood(
    {
      source: existing
        ? `${source}, in place of ${existing.release.state === 'draft' ? 'the draft' : 'what is under embargo as'} ${existing.release.id}`
        : source,
      id: existing?.release.id ?? manuscript.id,
      kind: isTold ? label : `${label} (it is not told: --kind says another)`,
      topics: content.topics,
      standing: timingWords(timing, timeZone) + leftAside(manuscript, timing),
      texts: Object.fromEntries(
        Object.entries(content.texts).map(([language, text]) => [
          language,
          {
            ...wordingOf(text),
            formerPaths: manuscript.texts[language]?.formerPaths ?? [],
          },
        ]),
      ),
      urls,
    },
    terminal,
  )
}

/** A draft has no date, so the one that a file tells is not kept. */
function leftAside({ standing }: Prepared['manuscript'], timing: Prepared['timing']): string {
  if (timing.is !== 'draft' || !standing || standing.state === 'draft') return ''
  const moment = standing.state === 'embargoed' ? standing.until : standing.on
  return moment === null ? '' : `; its date, ${momentWords(moment)}, is not kept in a draft`
}

function question(aim: Aim, all: readonly Prepared[], zone: string): string {
  const [only, another] = all
  if (!only || another)
    return {
      publish: `Publish these ${counted(all.length, 'release')}?`,
      embargo: `Hold these ${counted(all.length, 'release')}?`,
      draft: `Store these ${counted(all.length, 'draft')}?`,
      correct: '',
    }[aim]
  const { timing } = only
  return timing.is === 'draft' ? 'Store this draft?' : questionOf(timing, zone)
}

/** What is to be agreed to before a release gets its time. */
export function questionOf(timing: Exclude<Timing, { is: 'draft' }>, zone: string): string {
  if (timing.is === 'embargo') return `Hold it until ${instantWords(timing.until, zone)}?`
  return timing.is === 'now'
    ? 'Publish it now?'
    : `Publish it, filed under ${dayWords(timing.day)}?`
}
