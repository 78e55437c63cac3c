// How much time, memory and patience evidence may cost. Beyond a bound of the first group: `timeout`; of the second: `over-limit`.

export interface Bounds {
  /** Requests, tarballs and verifications in flight at once. */
  readonly parallel: number
  /** Tries of one request, the first included. */
  readonly attempts: number
  /** Milliseconds for one try, headers and body. */
  readonly attemptMs: number
  /** Milliseconds for one request with all its tries and waits. */
  readonly requestMs: number
  /** Milliseconds for the whole stage. */
  readonly stageMs: number
  /** Milliseconds before the second try; doubled before each further one. */
  readonly backoffMs: number

  readonly packumentBytes: number
  /** Attestations, keys, advisories. */
  readonly answerBytes: number
  readonly tarballBytes: number
  /** Bytes of all files of a tarball together. */
  readonly unpackedBytes: number
  /** Times a tarball may grow when expanded, once it is past 10 MB. */
  readonly ratio: number
  readonly entries: number
  /** Milliseconds for reading one tarball. */
  readonly unpackMs: number
  /** Bytes of one source file that are searched for capabilities. */
  readonly sourceBytes: number
  /** Distinct capabilities of one package. */
  readonly capabilities: number
}

const MB = 1_000_000

/** Wide enough for every package of ordinary size: what exceeds them is reported as `over-limit`, so they must not cry wolf. */
export const BOUNDS: Bounds = {
  parallel: 8,
  attempts: 3,
  attemptMs: 20_000,
  requestMs: 45_000,
  stageMs: 240_000,
  backoffMs: 300,
  packumentBytes: 64 * MB,
  answerBytes: 8 * MB,
  tarballBytes: 100 * MB,
  unpackedBytes: 500 * MB,
  ratio: 200,
  entries: 50_000,
  unpackMs: 60_000,
  sourceBytes: 32 * MB,
  capabilities: 5_000,
}
