import type { Landing } from './landing.ts'

/** Standard output as it is, at the pace of whoever reads it. */
export const toStdout = (): Landing => ({
  write: (bytes) =>
    new Promise((resolve, reject) => {
      process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
    }),
  keep: async () => {},
  drop: async () => {},
})
