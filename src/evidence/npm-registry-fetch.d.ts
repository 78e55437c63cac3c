// The part of npm-registry-fetch that is used here; the package ships no types.
declare module 'npm-registry-fetch' {
  import type { Agent } from 'node:http'

  interface RegistryResponse {
    readonly status: number
    readonly body: AsyncIterable<Buffer>
  }

  interface RegistryOptions {
    readonly registry?: string
    readonly method?: 'GET' | 'POST'
    readonly body?: Buffer
    readonly headers?: Readonly<Record<string, string>>
    readonly agent?: Agent
    readonly fetchRetries?: number
    readonly timeout?: number
    readonly signal?: AbortSignal
    readonly userAgent?: string
    readonly forceAuth?: Readonly<Record<string, string>>
  }

  function registryFetch(url: string, options: RegistryOptions): Promise<RegistryResponse>
  export default registryFetch
}

declare module 'npm-registry-fetch/lib/default-opts.js' {
  const defaults: { readonly registry: string }
  export default defaults
}

declare module '@npmcli/agent' {
  import type { Agent } from 'node:http'

  /** An agent that honours the proxy settings of npm; shared between equal options. */
  export function getAgent(url: string, options: { readonly timeout?: number; readonly maxSockets?: number }): Agent
}
