#!/usr/bin/env node
// The door for whichever Node is there: an older one cannot read the rest, and knows where the one
// is that this package brings along.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
// Reads TypeScript without a flag since 22.18 and 23.6.
const isAble = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)

if (isAble) {
  const { main } = await import('./main.ts')
  await main(process.argv.slice(2))
} else {
  let node
  try {
    node = createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    process.stderr.write(
      `pressroom needs Node 22.18 or newer, and this is ${process.version}.\nRun "npm ci" in the folder of pressroom: it brings one along.\n`,
    )
    process.exit(2)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  // Ctrl-C reaches both; only the child decides.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
  })
}
