/** What the command's exit code tells a script. */
export const EXIT = {
  done: 0,
  /** The newsroom refused: what it said names each field. */
  refused: 1,
  /** The command line was not understood. */
  misuse: 2,
  /** Something has to be asked, and nobody is there to answer. */
  unsettled: 3,
  /** All was tried, and some of it was not taken: each is named. */
  partly: 4,
  /** The newsroom cannot be reached, or does not answer any more. */
  unreachable: 5,
  /** A file cannot be read, or is not what it should be. */
  unreadable: 6,
  /** A file cannot be written. */
  unwritable: 7,
  /** Ctrl-C, as shells count it (128 + SIGINT). */
  interrupted: 130,
} as const
export type Exit = keyof typeof EXIT

/** Why a command ends: a line for people, and the exit code. Never has a token in it. */
export class Failure extends Error {
  readonly exit: Exit
  /** More lines, such as the fields that the newsroom refused. */
  readonly details: readonly string[]

  constructor(exit: Exit, message: string, details: readonly string[] = []) {
    super(message)
    this.exit = exit
    this.details = details
  }
}
