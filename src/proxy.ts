// The machine's proxy settings, for everything that uses Node's own fetch.
import http from 'node:http'

/** Makes fetch obey HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as the registry client does by itself. Needs Node 24.14. */
export function useEnvironmentProxy(): void {
  if ('setGlobalProxyFromEnv' in http && typeof http.setGlobalProxyFromEnv === 'function') http.setGlobalProxyFromEnv()
}
