// Addresses in the one form in which they are compared.

/**
 * The WHATWG form of an https address, or http on loopback, query included. Null where it is no such address, or has a
 * user, a password or a fragment: nothing to compare safely.
 */
export function canonicalUrl(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const plain = url.username === '' && url.password === '' && !text.includes('#')
  return plain && isSecure(url) ? url.href : null
}

/** The address of a registry with its final slash; null where it is none. */
export function registryUrl(text: string): string | null {
  const href = canonicalUrl(text)
  if (href === null || href.includes('?')) return null
  return href.endsWith('/') ? href : `${href}/`
}

function isSecure(url: URL): boolean {
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}
