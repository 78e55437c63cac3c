// docs/attempts.md, from the table that the tests run.
import { ATTEMPTS, type Attempt } from './attempts-table.ts'

export function renderAttempts(): string {
  return [
    '# Attempts on the gate',
    '',
    'Changes by which somebody tried to have a server launched or installed past the allowlist, the evidence of the network being unavailable and only warned of. Each passed unseen, or nearly so, when it was first tried; each is run by `__tests__/e2e/attempts.test.ts` under its name. This page is generated from that test: `npm run test-docs`.',
    '',
    ...ATTEMPTS.flatMap(({ title, attempts }) => [
      `## ${title}`,
      '',
      '| attempt | here |',
      '| --- | --- |',
      ...attempts.map(row),
      '',
    ]),
    '## What remains',
    '',
    '- A local command is told (`client-config/local-command`) and does not fail by default: what a file of the repository starts, a `docker compose` service among it, is code to review.',
    '- A file that `envFile` names is not read. What variables it sets is not known.',
    '- Packages that are committed below `node_modules` are told (`policy-change/modules-committed`) and not read: they are code of the repository.',
    '- Archives that are committed to `.yarn/cache` are not read. The checksum of one is compared with what it was before at the same version, and a change of any is told (`policy-change/archives-committed`); no registry knows the checksum of a new one. `yarn install --immutable --check-cache` in the build fetches them anew and compares.',
    '- A config under a name of its own, and left as it is, is not read again when a script that it runs changes.',
    '- Settings of Python’s tools (`uv.toml`, `pyproject.toml`, `pip.conf`), variables in `.env`, `.envrc` and `mise.toml`, images and features of a development container, and what hooks of git run are not read.',
    '- A hook, a language server or a task that fetches a package is told as a command and does not fail by default.',
    '- A workflow that starts a server in its own words, not in a config, is told as edited (`policy-change/workflow-edited`).',
    '',
  ].join('\n')
}

function row({ attempt, tells, warns }: Attempt): string {
  const ids = [...new Set(tells.map((each) => `\`${each.split(' ')[0]}\``))].join(', ')
  return `| ${attempt.replaceAll('|', '\\|')} | ${warns ? 'told' : 'fails'}: ${ids} |`
}
