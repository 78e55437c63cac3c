// npm's HTTP client, in a file of its own: it is imported when first needed, and a run that asks nothing does not pay for it.
export { getAgent } from '@npmcli/agent'
export { default as registryFetch } from 'npm-registry-fetch'
