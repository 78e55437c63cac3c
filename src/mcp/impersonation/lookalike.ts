// Characters that look alike: a skeleton that is the same for names a reader would take for each other.

/** ASCII lookalikes, as far as npm accepts them in new names. */
const ASCII: Readonly<Record<string, string>> = {
  rn: 'm',
  vv: 'w',
  cl: 'd',
  '0': 'o',
  '1': 'l',
  i: 'l',
  '5': 's',
  '3': 'e',
}
const ANY_ASCII = /rn|vv|cl|[01i53]/g

/** Letters of other scripts that are drawn like a Latin one; accents and compatibility forms fall to NFKD instead. */
const FOREIGN = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    ѐ: 'e',
    ɡ: 'g',
    һ: 'h',
    н: 'h',
    і: 'i',
    ј: 'j',
    к: 'k',
    ӏ: 'l',
    м: 'm',
    п: 'n',
    о: 'o',
    р: 'p',
    ԛ: 'q',
    г: 'r',
    ѕ: 's',
    т: 't',
    ц: 'u',
    ѵ: 'v',
    ԝ: 'w',
    х: 'x',
    у: 'y',
    ʏ: 'y',
    α: 'a',
    β: 'b',
    ϲ: 'c',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    σ: 'o',
    τ: 't',
    υ: 'u',
    χ: 'x',
    γ: 'y',
    ı: 'i',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ħ: 'h',
    ŧ: 't',
    ɩ: 'i',
    ɑ: 'a',
    օ: 'o',
    ո: 'n',
    ս: 'u',
    հ: 'h',
    ց: 'g',
    ɪ: 'i',
    ǃ: 'l',
    '‐': '-',
    '‑': '-',
    '‒': '-',
    '–': '-',
    '—': '-',
    '−': '-',
    '․': '.',
    '⁄': '/',
    '∕': '/',
    '＠': '@',
    ß: 'b',
  }),
)

/** The name in plain lower-case ASCII as a reader sees it; characters with no likeness (zero width, controls) vanish. */
export function toAscii(name: string): string {
  const letters = [...name].map((letter) => FOREIGN.get(letter) ?? FOREIGN.get(letter.toLowerCase()) ?? letter)
  const plain = letters.join('').normalize('NFKD').toLowerCase()
  return [...plain]
    .map((letter) => FOREIGN.get(letter) ?? letter)
    .join('')
    .replace(/[^!-~]/g, '')
}

/** Equal for two ASCII texts that differ only in characters that look alike. */
export function skeletonOf(text: string): string {
  return text.replace(ANY_ASCII, (seen) => ASCII[seen] ?? seen)
}

/** Whether one character (or pair) of a text may be read as the other. */
export function looksLike(a: string, b: string): boolean {
  return a !== b && skeletonOf(a) === skeletonOf(b)
}
