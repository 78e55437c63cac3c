// Days as policies write them.

const DAY = 86_400_000

/** Milliseconds since 1970 at the end of a day written YYYY-MM-DD (UTC); null for a day that no calendar has. */
export function endOfDay(day: string): number | null {
  const start = Date.parse(`${day}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(start)) return null
  // Some engines roll 30 February over to March.
  return new Date(start).toISOString().startsWith(day) ? start + DAY : null
}
