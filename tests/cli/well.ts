/** What `/readyz` of a newsroom says that is well; the instant of asking is to be added. */
export const READY = {
  status: 'ok',
  site: 'https://press.test',
  checks: {
    database: { ok: true, bytes: 12_345_678, limitBytes: 1e10, clockSkewMs: 12 },
    migrations: { ok: true, applied: '0006_redirects.sql', needed: '0006_redirects.sql' },
    schedule: { ok: true, lastRunAt: '2026-03-23T08:58:00.000Z', ageSeconds: 120 },
    stalePages: { ok: true, due: 0, oldest: null },
    purges: { ok: true, open: 1, failed: 0, oldestAt: '2026-03-23T08:59:50.000Z' },
    search: { ok: true, unindexed: 0 },
    bindings: { ok: true, missing: [] },
  },
}

/** As much of its metrics as the doctor reads. */
export const METRICS = `# HELP pressroom_releases_filed Releases.
# TYPE pressroom_releases_filed gauge
pressroom_releases_filed 1
# HELP pressroom_rebuilds_total Rebuilds.
# TYPE pressroom_rebuilds_total counter
pressroom_rebuilds_total 7
# HELP pressroom_events_total Events.
# TYPE pressroom_events_total counter
pressroom_events_total 1000
`

/** An answer with this body. */
export const said = (body: unknown, status = 200) => ({
  status,
  headers: {} as Record<string, string>,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
