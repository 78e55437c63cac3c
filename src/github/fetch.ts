// How a request leaves for GitHub: to its own host alone, and answered in full and within a bound, or not at all.
import { SourceError } from '../errors.ts'

/** The part of `fetch` that Octokit uses. */
export type Fetch = (url: string, options: RequestInit) => Promise<Response>

/** GitHub cuts its lists of files at 7 MB, and no source of more than 20 MB is read. */
const MAX_BYTES = 32 * 1024 * 1024
/** Of a refusal only some words are shown. */
const MAX_REFUSAL_BYTES = 64 * 1024
/** A repository that was renamed or moved answers with its new address, on the same host. */
const MAX_REDIRECTS = 3
const WITHOUT_BODY = new Set([204, 205, 304])

export interface Guard {
  readonly apiUrl: string
  /** For one request with its redirects, until the last byte of its answer. */
  readonly timeoutMs: number
}

/**
 * Wraps what sends requests to `apiUrl`. Other hosts are never asked, whatever an answer says, since requests carry the
 * token. Errors: SourceError `github-failed`, which no repeat mends; of a connection that failed or broke off those of `send`.
 */
export function guarded(send: Fetch, { apiUrl, timeoutMs }: Guard): Fetch {
  const { origin } = new URL(apiUrl)
  return async (url, options) => {
    // Octokit's hooks hand on the options they were given first, so that a signal that is set there never arrives.
    const signal = AbortSignal.timeout(timeoutMs)
    let [at, left] = [url, MAX_REDIRECTS]
    for (;;) {
      if (new URL(at).origin !== origin) throw noAnswer('GitHub sent a request on to another host')
      const response = await send(at, { ...options, redirect: 'manual', signal })
      const next = redirection(response, { url: at, method: options.method ?? 'GET' })
      if (next === null) return whole(response)
      if (left-- === 0) throw noAnswer('GitHub sent a request on again and again')
      at = next
    }
  }
}

function noAnswer(what: string): SourceError {
  return new SourceError('github-failed', what, {
    hint: 'Run the job again; if it fails again, look at what stands between the runner and GITHUB_API_URL.',
  })
}

/** Where to ask instead; null where this is the answer. */
function redirection(
  { status, headers }: Response,
  { url, method }: { readonly url: string; readonly method: string },
): string | null {
  const follows = status === 307 || status === 308 || (method === 'GET' && (status === 301 || status === 302))
  const location = headers.get('location')
  return follows && location !== null && URL.canParse(location, url) ? new URL(location, url).href : null
}

async function whole(response: Response): Promise<Response> {
  const { status } = response
  const headers = new Headers([...response.headers])
  const bytes = await readWithin(response.body, status < 400 ? MAX_BYTES : MAX_REFUSAL_BYTES)
  if (status >= 400) {
    // Octokit looks for a message in whatever JSON came with a refusal, an object or not.
    return new Response(bytes !== null && isObject(bytes) ? bytes : '', { status, headers })
  }
  if (bytes === null) throw noAnswer(`GitHub answered with more than ${MAX_BYTES} bytes`)
  return new Response(WITHOUT_BODY.has(status) ? null : bytes, { status, headers })
}

/** Null where there is more. */
async function readWithin(body: Response['body'], maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.byteLength
    if (size > maxBytes) return null
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

function isObject(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
