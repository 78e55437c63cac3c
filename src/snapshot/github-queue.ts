// A bound on what is under way at once: GitHub answers a burst with a refusal.

/** Runs tasks in the order given, never more than `limit` together. */
export function queue(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await task()
    } finally {
      // The place is handed on rather than freed, so that no newcomer can take it in between.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
