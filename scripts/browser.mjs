// A headless Chromium, driven over a pipe by the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PATIENCE_MS = 30_000

/** Path of a Chromium: what the environment names, else the first on the path; null where there is none. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [process.env.CHROMIUM, ...paths].find((path) => path && isRunnable(path)) ?? null
}

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Starts it with a profile of its own. `close` when done. */
export async function openBrowser(path, profile) {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const flags = ['--headless', '--remote-debugging-pipe', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage']
  const child = spawn(path, [...flags, ...root, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const wire = toWire(child)
  return {
    open: (url) => openPage(wire, url),
    close: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      wire.send('Browser.close').catch(() => child.kill())
      await ended
    },
  }
}

/** Messages out and in, each ended by a NUL. */
function toWire(child) {
  const waiting = new Map()
  const listeners = new Set()
  let [last, rest] = [0, '']
  child.stdio[4].setEncoding('utf8').on('data', (chunk) => {
    const messages = (rest + chunk).split('\0')
    rest = messages.pop()
    for (const message of messages) receive(JSON.parse(message))
  })
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium has ended'))
  })
  child.stdio[3].on('error', () => {})
  function receive({ id, result, error, ...event }) {
    if (id === undefined) for (const listen of listeners) listen(event)
    else if (error) waiting.get(id)?.reject(new Error(error.message))
    else waiting.get(id)?.resolve(result)
    waiting.delete(id)
  }
  return {
    listen: (listener) => listeners.add(listener),
    send: (method, params = {}, sessionId = undefined) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE_MS).unref()
        child.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`)
      }),
  }
}

/** A page that has loaded, with all it asked for and complained of. */
async function openPage(wire, url) {
  const { targetId } = await wire.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true })
  const send = (method, params) => wire.send(method, params, sessionId)
  const page = { url, requests: [], complaints: [] }
  const loaded = new Promise((done) => {
    wire.listen(({ method, params, sessionId: from }) => {
      if (from !== sessionId) return
      if (method === 'Network.requestWillBeSent') page.requests.push(params.request.url)
      if (method === 'Runtime.exceptionThrown') page.complaints.push(params.exceptionDetails.text)
      if (method === 'Log.entryAdded') page.complaints.push(params.entry.text)
      if (method === 'Page.loadEventFired') done()
    })
  })
  for (const domain of ['Network', 'Page', 'Runtime', 'Log', 'Accessibility']) await send(`${domain}.enable`)
  await send('Page.navigate', { url })
  await loaded
  return { ...page, ...toActions(send) }
}

function toActions(send) {
  const run = async (what, ...args) => {
    const expression = `(${what})(...${JSON.stringify(args)})`
    const { result, exceptionDetails } = await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  return {
    /** Runs a function in the page; it sees nothing of this side but its arguments. */
    run,
    /** Types in place of what stands there, key by key as far as the page can tell. */
    type: async (selector, text) => {
      await run((where) => {
        const field = document.querySelector(where)
        field.focus()
        field.select()
      }, selector)
      if (text === '') await press(send, 'Delete', 46)
      else await send('Input.insertText', { text })
    },
    choose: (selector, value) =>
      run(
        (where, chosen) => {
          const list = document.querySelector(where)
          list.value = chosen
          list.dispatchEvent(new Event('input', { bubbles: true }))
        },
        selector,
        value,
      ),
    click: (selector) => run((where) => document.querySelector(where).click(), selector),
    show: async ({ scheme, width }) => {
      await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
      await send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false })
    },
    /** PNG of the whole page. */
    picture: async () => {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true })
      return Buffer.from(data, 'base64')
    },
    /** Nodes as a screen reader is told them. */
    accessibility: async () => (await send('Accessibility.getFullAXTree')).nodes,
  }
}

async function press(send, key, windowsVirtualKeyCode) {
  await send('Input.dispatchKeyEvent', { type: 'keyDown', key, windowsVirtualKeyCode })
  await send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode })
}
