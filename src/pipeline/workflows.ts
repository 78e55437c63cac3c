// The two workflows that `init` writes: the gate on pull requests, and the scheduled re-audit.

/** Where the Action is taken from. The comment beside it asks for the commit of a release. */
const ACTION = 'mcp-gate/mcp-gate@v1 # better: the 40-hex commit of a release, with the version as a comment'

/** Under `pull_request_target` the author of a pull request cannot edit the workflow that judges it; nothing of theirs is checked out. */
export const GATE_WORKFLOW = `# Judges what a pull request changes in MCP packages, lockfiles and client configs. Make its job a required check.
name: mcp-gate
on:
  # The workflow of the default branch runs, whatever the pull request does to this file; its code is never checked out.
  pull_request_target:
    types: [opened, synchronize, reopened, edited, ready_for_review]
  # Runs again when an approver approves an allow entry that the pull request brings along.
  pull_request_review:
    types: [submitted, dismissed]
  merge_group:
permissions: {}
concurrency:
  group: mcp-gate-\${{ github.event.pull_request.number || github.ref }}
  # A push makes older runs pointless; a review must not end the run that sets the status of the head.
  cancel-in-progress: \${{ github.event_name != 'pull_request_review' }}
jobs:
  mcp-gate:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # reads the files of both sides
      pull-requests: write # posts the review and the summary comment
      statuses: write # sets the status of the head commit, which pull_request_target does not do by itself
    steps:
      - uses: ${ACTION}
`

export const AUDIT_WORKFLOW = `# Judges once a day everything that is there, and keeps one tracking issue.
name: mcp-gate re-audit
on:
  schedule:
    - cron: '23 4 * * *'
  workflow_dispatch:
permissions: {}
concurrency:
  group: mcp-gate-re-audit
jobs:
  re-audit:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read # reads the default branch's files
      issues: write # keeps the tracking issue
    steps:
      - uses: ${ACTION}
`
