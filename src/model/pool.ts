// Runs a bounded number of tasks at once: a burst of requests is answered with a refusal.

export type Pool = <T>(task: () => Promise<T>) => Promise<T>

/** At most `size` tasks run together; the others wait in the order they came. A task that throws frees its place. */
export function openPool(size: number): Pool {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running >= size) await new Promise<void>((start) => waiting.push(start))
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
