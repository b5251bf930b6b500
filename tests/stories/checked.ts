import type { PressOffice } from '../office.ts'
import { errorsIn } from '../valid-html.ts'
import { check as checkAll } from './check.ts'

/** What holds at the end of every story; and every page that it has produced is valid. */
export const check = (office: PressOffice): Promise<void> => checkAll(office, errorsIn)
