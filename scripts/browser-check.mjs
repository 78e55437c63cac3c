// Opens HTML reports in a headless Chromium and uses them: filters, both colour schemes, names for screen readers, no request.
// `--pictures DIR` keeps a picture of each. Where no Chromium is installed it says so and does nothing.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { aReport, badBumpReport, CATALOGUE, fortyFindingsReport, hostileReport } from '../__tests__/support/reports.ts'
import { renderHtml } from '../src/report/html.ts'
import { findChromium, openBrowser } from './browser.mjs'

const LINKS = {
  links: { serverUrl: 'https://github.example.test', owner: 'acme', repo: 'app', sha: 'a'.repeat(40) },
  docsBase: 'https://github.example.test/acme/mcp-gate/blob/v1/docs/rules',
}
const REPORTS = { empty: aReport(), bad: badBumpReport, forty: fortyFindingsReport, hostile: hostileReport }
const NAMED_ROLES = ['textbox', 'searchbox', 'spinbutton', 'combobox', 'checkbox', 'button', 'link', 'region', 'list']
const LEAST_CONTRAST = 4.5

const { values } = parseArgs({ options: { pictures: { type: 'string' } } })
const chromium = findChromium()
if (chromium === null)
  console.log('No Chromium here: nothing was tested. Install the package `chromium`, or set CHROMIUM.')
else await testReports(chromium)

async function testReports(path) {
  const folder = await mkdtemp(join(tmpdir(), 'browser-check-'))
  const browser = await openBrowser(path, join(folder, 'profile'))
  try {
    for (const [name, report] of Object.entries(REPORTS)) {
      const file = join(folder, `${name}.html`)
      await writeFile(file, renderHtml(report, CATALOGUE, LINKS))
      const page = await browser.open(pathToFileURL(file).href)
      await testLooks(page, name)
      await testNames(page)
      if (name === 'bad') await testFilters(page)
      await testSilence(page)
      console.log(`${name}: holds`)
    }
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function testFilters(page) {
  const shown = () =>
    page.run(() => ({
      names: [...document.querySelectorAll('#table tbody tr')]
        .filter((row) => row.offsetHeight > 0)
        .map((row) => row.cells[0].textContent),
      count: document.getElementById('count').textContent,
    }))
  const all = await shown()
  assert.equal(all.count, `${all.names.length} of ${badBumpReport.changes.length}`)
  assert.equal(all.names.length, badBumpReport.changes.length)

  await page.type('#text', 'POSTMARK')
  assert.deepEqual(await shown(), { names: ['postmark-mcp'], count: `1 of ${all.names.length}` })
  await page.type('#text', '3.26.0')
  assert.deepEqual((await shown()).names, ['firecrawl-mcp'])
  await page.type('#text', 'no such package')
  assert.deepEqual((await shown()).names, [])
  await page.type('#text', '')

  const servers = badBumpReport.changes.filter(({ tier }) => tier === 'server').length
  await page.choose('#tier', 'server')
  assert.equal((await shown()).names.length, servers)
  await page.choose('#trust', 'fails')
  assert.deepEqual((await shown()).names, ['@modelcontextprotoco1/sdk', 'postmark-mcp'])
  await page.choose('#trust', '')
  await page.type('#days', '1')
  assert.deepEqual((await shown()).names, ['postmark-mcp'])
  await page.type('#days', '')
  await page.click('#found')
  assert.deepEqual((await shown()).names, ['@modelcontextprotoco1/sdk', 'mcp-remote', 'postmark-mcp'])
  await page.click('#found')
  await page.choose('#tier', '')
  assert.deepEqual(await shown(), all)
}

/** Text stands out in both colour schemes, and a narrow window needs no scrolling sideways. */
async function testLooks(page, name) {
  const backgrounds = []
  for (const scheme of ['light', 'dark']) {
    await page.show({ scheme, width: 1280 })
    const { background, faint } = await page.run(faintTexts, LEAST_CONTRAST)
    assert.deepEqual(faint, [], `${name}, ${scheme}: text is hard to read`)
    backgrounds.push(background)
    await picture(page, `${name}-${scheme}`)
  }
  assert.notEqual(...backgrounds)
  await page.show({ scheme: 'light', width: 390 })
  const { wide, width } = await page.run(() => ({ wide: document.documentElement.scrollWidth, width: innerWidth }))
  assert.ok(wide <= width, `${name}: ${wide} pixels wide in a window of ${width}`)
  await picture(page, `${name}-narrow`)
  await page.show({ scheme: 'light', width: 1280 })
}

async function picture(page, name) {
  if (values.pictures === undefined) return
  await mkdir(values.pictures, { recursive: true })
  await writeFile(join(values.pictures, `${name}.png`), await page.picture())
}

/** Runs in the page. Contrast as WCAG 2 has it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function faintTexts(least) {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number)
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const behind = (element) => {
    const colour = getComputedStyle(element).backgroundColor
    return numbers(colour)[3] === 0 ? behind(element.parentElement) : colour
  }
  const contrast = (element) => {
    const [dark, bright] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
  }
  const texts = [...document.body.querySelectorAll('*')].filter(
    (element) =>
      element.checkVisibility() &&
      element.tagName !== 'SCRIPT' &&
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== ''),
  )
  return {
    background: behind(document.body),
    faint: texts.filter((element) => contrast(element) < least).map((element) => element.outerHTML.slice(0, 120)),
  }
}

async function testNames(page) {
  const named = (await page.accessibility()).filter(({ ignored, role }) => !ignored && NAMED_ROLES.includes(role.value))
  assert.ok(named.some(({ role }) => role.value === 'searchbox'))
  const nameless = named.filter(({ name, role }) => role.value !== 'list' && !name?.value)
  assert.deepEqual(nameless, [])
}

/** The page asked for nothing but itself, and even code in it could not reach a server that listens. */
async function testSilence(page) {
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.setHeader('access-control-allow-origin', '*')
    response.end()
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    assert.deepEqual([page.complaints, page.requests], [[], [page.url]])
    const fetched = await page.run(reachOut, `http://127.0.0.1:${server.address().port}/`)
    assert.deepEqual([fetched, asked], ['refused', 0])
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/** Runs in the page. */
async function reachOut(url) {
  const image = new Image()
  const failed = new Promise((done) => image.addEventListener('error', done))
  image.src = `${url}image`
  await failed
  return fetch(url).then(
    () => 'answered',
    () => 'refused',
  )
}
