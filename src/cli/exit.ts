// Exit codes of the contract.

export const EXIT = { pass: 0, fail: 1, input: 2, incomplete: 3 } as const
