import { beforeEach, expect, test } from 'vitest'
import { bilingual, openPressOffice, type PressOffice } from '../press-office.ts'

let office: PressOffice
beforeEach(async () => {
  office = await openPressOffice()
})

test('a release goes in and comes out', async () => {
  const made = await office.create({ ...bilingual(), publish: true })
  expect(made.status).toBe(201)
  expect(made.json.receipt.rebuilt).toContain('/archive/2026/03')
  const page = await office.read(new URL(made.json.receipt.urls.ar).pathname)
  expect(page.status).toBe(200)
})
