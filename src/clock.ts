/** What time it is, in epoch milliseconds (UTC). The only place that asks; everything else is told. */
export const now = (): number => Date.now()
