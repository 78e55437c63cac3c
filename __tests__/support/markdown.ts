// Reads rendered texts as their channels do, to see whether anything from outside got out of its place.

/** Cells per table row; a pipe ends a cell unless a backslash stands before it. */
export function cellCounts(markdown: string): readonly number[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll('\\|', '').split('|').length)
}

/** Lines that the workflow runner would obey. */
export function commandLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['))
}

/** Characters that no text of ours may contain; line feeds apart. */
export const UNSEEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/u
