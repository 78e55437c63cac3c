// The floors of the design: entries, pipeline, stages, model. Each constraint says why it stands.
const STAGES = 'snapshot|sources|inventory|mcp|evidence|rules|policy|report|github'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'A circle means two files are one thing, or that an arrow points upward.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'model-imports-nothing-above',
      comment: 'The model is the vocabulary of all stages: it must not know any of them.',
      severity: 'error',
      from: { path: '^src/(model/|errors\\.ts)' },
      to: { path: '^src/', pathNot: '^src/(model/|errors\\.ts)' },
    },
    {
      name: 'stage-imports-no-other-stage',
      comment: 'A stage hands on one named type of the model; only the pipeline joins stages.',
      severity: 'error',
      from: { path: `^src/(${STAGES})/` },
      to: { path: `^src/(${STAGES})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'stage-imports-no-pipeline-or-entry',
      comment: 'Arrows point down: a stage is run by the pipeline and never calls it.',
      severity: 'error',
      from: { path: `^src/(${STAGES})/` },
      to: { path: '^src/(pipeline/|cli/|action/|[a-z-]+\\.ts$)', pathNot: '^src/errors\\.ts$' },
    },
    {
      name: 'pipeline-imports-no-entry',
      comment: 'Entries turn inputs into typed options; the pipeline must run under any of them.',
      severity: 'error',
      from: { path: '^src/pipeline/' },
      to: { path: '^src/(cli/|action/|[a-z-]+\\.ts$)', pathNot: '^src/errors\\.ts$' },
    },
    {
      name: 'judging-is-pure',
      comment:
        'Rules, policy, diff, selection and rendering are functions of their arguments: no disk, no network, no processes.',
      severity: 'error',
      from: { path: '^src/(model|inventory|mcp|rules|policy|report)/' },
      to: { path: '^(node:)?(fs|fs/promises|http|https|net|tls|dns|child_process|worker_threads|process)$' },
    },
    {
      name: 'network-only-in-evidence-and-github',
      comment: 'What can reach a network is confined to two folders, so that nothing else can be made to connect.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(evidence/|github/|snapshot/github|proxy\\.ts)' },
      to: {
        path: '(^(node:)?(http|https|net|tls|dns)$)|node_modules/(npm-registry-fetch|@octokit|@actions/github|sigstore)/',
      },
    },
    {
      name: 'not-to-dev-dependency',
      comment:
        'What is bundled must be a declared production dependency, so that its licence and size are accounted for.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
