import { join } from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '..')

export default defineConfig({
  root,
  test: {
    coverage: {
      provider: 'istanbul',
      include: ['src/**'],
      exclude: ['src/commands/**'],
      reporter: ['text-summary', 'text'],
    },
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: join(root, 'wrangler.toml') },
            miniflare: {
              bindings: {
                SITE_URL: 'https://press.test',
                MIGRATIONS: await readD1Migrations(join(root, 'migrations')),
              },
            },
          })),
        ],
        test: {
          name: 'workerd',
          root,
          testTimeout: 60_000,
          include: ['tests/{db,hostile,newsroom,pages,routes,search,stories}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'node',
          root,
          include: ['tests/*.test.ts', 'tests/{browser,cli,doubles,lives,whole}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
