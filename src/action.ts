// Entry of the Action: runs once and leaves the verdict as the job's result.
import { main } from './action/main.ts'
import { useEnvironmentProxy } from './proxy.ts'

useEnvironmentProxy()
await main()
