// Which settings of npm, pnpm, yarn and bun decide what is installed, from where, and whether its code runs.
import type { SourceFact } from '../model/source.ts'
import {
  address,
  age,
  any,
  approvalOfAll,
  approvals,
  binaries,
  catalogued,
  credentials,
  danger,
  guard,
  hidden,
  type Judge,
  override,
  refusal,
  registry,
  replacement,
  scale,
  weakening,
} from './manager-config-facts.ts'
import type { Leaf } from './manager-config-leaves.ts'

/** Facts of one setting; none of a setting that decides nothing of the kind. */
export function factsOf(leaf: Leaf): readonly SourceFact[] {
  const special = SPECIAL.find(([pattern]) => pattern.test(leaf.path[0] ?? ''))
  if (special !== undefined) return special[1](leaf)
  const path = leaf.path.map(folded)
  const found = SETTINGS.get(path[0] ?? '')?.find((setting) => fits(setting, path))
  return found === undefined ? [] : found.judge(leaf)
}

interface Setting {
  /** Keys from the root, folded; `*` for any. What lies deeper belongs to it as well, unless it is an address. */
  readonly keys: readonly string[]
  readonly judge: Judge
}

function fits({ keys, judge }: Setting, path: readonly string[]): boolean {
  if (EXACT.has(judge) && path.length !== keys.length) return false
  return keys.every((key, at) => key === '*' || (key === path[at] && path.length > at))
}

/** What lies below an address is no address, but may be a token. */
const EXACT: ReadonlySet<Judge> = new Set([registry, address])

/** Managers write the same setting in kebab and in camel case, and some accept both. */
function folded(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase()
}

/** By judge: names as people write them, with spaces between. */
const TABLE: readonly (readonly [Judge, string])[] = [
  [registry, 'registry registries.* named-registries.* npmRegistryServer npmScopes.*.npmRegistryServer'],
  [registry, 'install.registry install.registry.url install.scopes.* install.scopes.*.url'],
  [address, 'proxy http-proxy https-proxy networkSettings.*.httpProxy networkSettings.*.httpsProxy'],
  [credentials, 'npmRegistries.*.npmAuthToken npmRegistries.*.npmAuthIdent'],
  [address, 'node-mirror node-download-mirrors.* disturl'],
  [guard, 'ignore-scripts strict-ssl strict-allow-scripts package-lock shrinkwrap lockfile frozen-lockfile'],
  [guard, 'prefer-frozen-lockfile block-exotic-subdeps verify-store-integrity strict-store-pkg-content-check'],
  [guard, 'strict-dep-builds minimum-release-age-strict package-manager-strict enableStrictSsl'],
  [guard, 'enableImmutableInstalls enableHardenedMode install.ignoreScripts install.frozenLockfile'],
  [guard, 'install.lockfile.save install.saveTextLockfile'],
  [danger, 'force unsafe-perm trust-lockfile enableScripts allow-unused-patches'],
  [
    danger,
    'ignore-patch-failures unsafe-disable-integrity-migration skip-integrity-check update-checksums no-lockfile',
  ],
  [approvalOfAll, 'dangerously-allow-all-scripts dangerously-allow-all-builds'],
  [age(0), 'min-release-age npmMinimalAgeGate install.minimumReleaseAge'],
  // The default of pnpm 11 is a day.
  [age(1440), 'minimum-release-age'],
  [scale('all', 'root', 'none'), 'allow-git allow-remote allow-file allow-directory'],
  [scale('off', 'no-downgrade'), 'trust-policy'],
  [scale('ignore', 'update', 'reset', 'throw'), 'checksumBehavior'],
  [scale('always', 'npmjs', 'never'), 'replace-registry-host'],
  [any, 'min-release-age-exclude minimum-release-age-exclude install.minimumReleaseAgeExcludes trust-policy-exclude'],
  [
    any,
    'trust-policy-ignore-after npmPreapprovedPackages unsafeHttpWhitelist approvedGitRepositories only-built-dependencies-file',
  ],
  [any, 'working-tree-encoding'],
  // Programs, and files that programs are started with.
  [any, 'script-shell shell node-options git globalconfig userconfig prefix init-module pnpmfile global-pnpmfile'],
  [any, 'node-gyp python nodedir devdir constraintsPath lockfile-dir workspace modules-dir virtual-store-dir'],
  [danger, 'enableConstraintsChecks global'],
  [any, 'yarn-path plugins injectEnvironmentFiles preload test.preload run.shell install.security.scanner'],
  [any, 'configDependencies'],
  // Places from which packages are taken without asking the registry.
  [
    any,
    'cache cache-dir store-dir yarn-offline-mirror install.cache.dir install.globalDir lockfileFilename defaultProtocol',
  ],
  [any, 'cacheFolder globalFolder pnpUnpluggedFolder installStatePath'],
  // Its default holds yarn's table of packages: any other list, an empty one above all, may lack it.
  [(leaf) => [weakening(leaf)], 'immutablePatterns'],
  [guard, 'enableImmutableCache'],
  [hidden, 'cafile ca caFilePath httpsCaFilePath networkSettings.*.caFilePath networkSettings.*.httpsCaFilePath'],
  [hidden, 'install.ca install.cafile'],
  [approvals, 'onlyBuiltDependencies allowBuilds allowScripts trustedDependencies install.trustedDependencies'],
  [refusal, 'neverBuiltDependencies'],
  [replacement, 'package call'],
  [catalogued, 'catalog.* catalogs.*.*'],
  [override, 'overrides resolutions packageExtensions patchedDependencies'],
]

const SETTINGS: ReadonlyMap<string, readonly Setting[]> = Map.groupBy(
  TABLE.flatMap(([judge, names]) => names.split(' ').map((name) => ({ keys: name.split('.').map(folded), judge }))),
  ({ keys: [first = ''] }) => first,
)

/** Keys of .npmrc that hold a name of their own. */
const SPECIAL: readonly (readonly [RegExp, Judge])[] = [
  [/^@[^:]*:registry$/i, registry],
  // A program that is asked for the token.
  [/^\/\/.*:tokenHelper$/i, any],
  // A token for a host is sent there; the token itself is nobody's business.
  [/^\/\/.*:(?:_authToken|_auth|_password|username)$/i, credentials],
  [/^\/\/.*:cafile$/i, hidden],
  // From there install scripts of many packages fetch programs that they then run.
  [/_(?:binary|dist|download)_(?:host|site|url|base_url|path)(?:_mirror)?$|[_-](?:mirror|cdnurl|binary)$/i, binaries],
  // npm fills in variables, so that the key can be any.
  [/\$/, (leaf) => [weakening(leaf)]],
]
