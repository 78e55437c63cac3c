// Whether something the policy grants until a day still holds.

const DAY = 86_400_000

/** Whole days left, counted to the end of its last day (UTC); 0 or less where it has expired, null where it never does. */
export function daysLeft(expires: string | null, now: number): number | null {
  if (expires === null) return null
  const end = Date.parse(`${expires}T00:00:00Z`) + DAY
  // A day that can't be read must not hold for ever.
  return Number.isNaN(end) ? 0 : Math.ceil((end - now) / DAY)
}

/** True where it no longer holds. */
export function hasExpired(expires: string | null, now: number): boolean {
  const left = daysLeft(expires, now)
  return left !== null && left <= 0
}
