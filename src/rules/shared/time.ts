// Spans and times as people read them.

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** In whole hours below two days, in whole days above: `3 hours`, `1 day`. */
export function toSpan(ms: number): string {
  const hours = Math.max(0, Math.floor(ms / HOUR))
  if (hours < 48) return `${hours} ${hours === 1 ? 'hour' : 'hours'}`
  return `${Math.floor(hours / 24)} days`
}

/** UTC to the minute, e.g. `2026-11-22 09:40 UTC`. */
export function toMinute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `2026-11-22`. */
export function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
