// Where a path leads: to the machine and its user, or to where a pull request, or a host of its author's choice, puts the files.

/**
 * False for a path from the root of the machine or from its user's home that stays there; true for any other: one from the
 * workspace, one on another host, one that a variable makes.
 */
export function isWithinReach(path: string): boolean {
  const plain = path.trim().replaceAll('\\', '/')
  return /(?:^|\/)\.\.(?:\/|$)/.test(plain) || !OF_THE_MACHINE.test(plain) || BACK_TO_WORKSPACE.test(plain)
}

/** A second slash makes it another host's. */
const OF_THE_MACHINE =
  /^(?:\/(?!\/)|~(?:\/|$)|[A-Za-z]:\/|(?:%|\$(?:env:)?\{?(?:env:)?)(?:home|userhome|userprofile|(?:local)?appdata|programfiles|tmpdir|temp|tmp|nvm_bin|nvm_symlink|nvm_home|volta_home|homebrew_prefix)(?:[%}]|\b))/i
/** The working folder under another name, and where development containers and builds put the repository. */
const BACK_TO_WORKSPACE = /^\/(?:proc|dev|workspaces?|workdir|github|builds?|__w)(?:\/|$)/i
