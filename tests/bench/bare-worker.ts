interface Env {
  readonly ANSWERS: Readonly<Record<string, { type: string; body: string }>>
}

/** What (a) is: a Worker that only sends bytes it already has. No bytes are a 304's. */
// biome-ignore lint/style/noDefaultExport: a Worker is its module's default export
export default {
  fetch(request, { ANSWERS }) {
    const answer = ANSWERS[new URL(request.url).pathname.slice(1)]
    if (!answer) return new Response(null, { status: 404 })
    const { body, type } = answer
    const headers = { 'Content-Type': type }
    return body ? new Response(body, { headers }) : new Response(null, { status: 304, headers })
  },
} satisfies ExportedHandler<Env>
