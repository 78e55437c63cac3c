// The thread's side: inspects the lockfile that it was given and answers once.
import { parentPort, workerData } from 'node:worker_threads'
import { inspectLock } from './arborist-lock.ts'

parentPort?.postMessage(await inspectLock(workerData))
