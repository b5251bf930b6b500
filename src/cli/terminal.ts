/** How a command speaks with whoever runs it: results to stdout, all else to stderr. */
export interface Terminal {
  /** Whether a person reads and answers: stdin and stderr are a terminal, and `--yes` is not given. */
  readonly isInteractive: boolean
  /** Whether results are wanted as JSON. */
  readonly isJson: boolean
  /** Columns. */
  readonly width: number
  /** A result, to stdout. */
  print(text: string): void
  /** What is going on, to stderr. */
  tell(text: string): void
  /** What somebody should look at, to stderr. */
  warn(text: string): void
  /** Asks for a line; an empty answer is the suggestion. @throws Failure `unsettled`, `interrupted` */
  ask(question: string, suggestion?: string): Promise<string>
  /** Asks which of these. @throws Failure `unsettled`, `interrupted` */
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>
  /** Asks yes or no; `--yes` is yes. @throws Failure `unsettled` where nobody answers, `interrupted` */
  confirm(question: string): Promise<boolean>
  /** A bar with rate and time left where a person looks; else a line from time to time. */
  progress(what: string): Progress
  readonly style: Record<'bold' | 'dim' | 'red' | 'green' | 'yellow', (text: string) => string>
}
export interface Choice<T> {
  readonly label: string
  readonly value: T
}
export interface Progress {
  /** How much is done: `share` from 0 to 1, or null where the whole is not known. */
  at(done: number, share: number | null, words?: string): void
  end(): void
}
