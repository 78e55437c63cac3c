// The thread's side: builds the trees that it was given and answers once.
import { parentPort, workerData } from 'node:worker_threads'
import { inspectChunks } from './arborist-lock.ts'

parentPort?.postMessage(await inspectChunks(workerData))
