// Advisories and malware reports of all purls, each in one request.
import type { Advisory, Evidence } from '../model/evidence.ts'
import { type Observation, unavailable } from '../model/observation.ts'
import { type AdvisoriesOf, fetchAdvisories } from './advisories.ts'
import { fetchMalware, MALWARE_URL, osvEcosystem, type Suspect } from './malware.ts'
import { usableUrl } from './registries.ts'
import type { Wanted } from './request.ts'
import type { Run } from './run.ts'

type Bulk = Partial<Pick<Evidence, 'advisories' | 'malware'>>
type Reports = Observation<readonly Advisory[]>
type Exact = Wanted & { readonly version: string }

/** What was asked of advisories and malware, by purl. */
export async function gatherBulk(
  run: Run,
  wanted: readonly Wanted[],
  malwareUrl: string | null,
): Promise<ReadonlyMap<string, Bulk>> {
  const exact = wanted.filter((one): one is Exact => one.version !== null)
  const [advisories, malware] = await Promise.all([
    advisoriesOf(run, exact.filter(asks('advisories')).filter(isNpm)),
    malwareOf(run, exact.filter(asks('malware')), malwareUrl ?? MALWARE_URL),
  ])
  return new Map(
    wanted.map(({ purl }): [string, Bulk] => {
      const [known, reported] = [advisories.get(purl), malware.get(purl)]
      return [purl, { ...(known ? { advisories: known } : {}), ...(reported ? { malware: reported } : {}) }]
    }),
  )
}

function asks(observation: 'advisories' | 'malware') {
  return ({ observations }: Wanted) => observations.includes(observation)
}

function isNpm({ ecosystem }: Wanted): boolean {
  return ecosystem === 'npm'
}

// Each registry is asked about its own packages only.
async function advisoriesOf(run: Run, wanted: readonly Exact[]): Promise<ReadonlyMap<string, Reports>> {
  const groups = Map.groupBy(wanted, ({ name }) => run.sourceFor(name))
  const answers = [...groups].map(async ([source, all]): Promise<[string, Reports][]> => {
    const of: AdvisoriesOf =
      'status' in source ? () => source : await fetchAdvisories(source.http, all, run.bounds.answerBytes)
    return all.map((one) => [one.purl, of(one)])
  })
  return new Map((await Promise.all(answers)).flat())
}

async function malwareOf(run: Run, wanted: readonly Exact[], url: string): Promise<ReadonlyMap<string, Reports>> {
  const shared = wanted.filter((one) => osvEcosystem(one.ecosystem) !== null && !isPrivate(run, one))
  const address = usableUrl(url)
  const refused = unavailable('refused', 'the source of malware reports is not an https address')
  const reports =
    address === null || shared.length === 0
      ? shared.map((): Reports => refused)
      : await fetchMalware(run.openSource(address.href), shared.map(toSuspect), run.bounds.answerBytes)
  return new Map(shared.map(({ purl }, index) => [purl, reports[index] ?? refused]))
}

// The name of a package that only its owner's registry serves is not told to a public database.
function isPrivate(run: Run, { ecosystem, name }: Exact): boolean {
  if (ecosystem !== 'npm') return false
  const source = run.sourceFor(name)
  return 'scoped' in source && source.scoped
}

function toSuspect({ ecosystem, name, version }: Exact): Suspect {
  return { ecosystem, name, version: ecosystem === 'golang' ? version.replace(/^v/, '') : version }
}
