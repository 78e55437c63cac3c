// Launch lines of docker, podman and nerdctl: the image, and what is fetched inside it.
import { type Flags, type FlagTable, flagTable, flagValues, hasFlag, readFlags } from './launch-flags.ts'
import { unknownOption } from './launch-npm.ts'
import {
  aTarget,
  combine,
  type Launcher,
  type Line,
  local,
  NOTHING,
  type Reading,
  type RegistryFlag,
  unreadableLine,
  withoutLocal,
} from './launch-reading.ts'
import { holdsPlaceholder, type Word } from './launch-words.ts'
import { isWithinReach } from './reach.ts'

const GLOBAL: FlagTable = flagTable(
  '--config -c --context -H --host -l --log-level --tlscacert --tlscert --tlskey --connection --url --identity --root --runroot --storage-driver --namespace -n -a --address',
  '-D --debug --tls --tlsverify --remote -r',
)

const RUN: FlagTable = flagTable(
  `--add-host --annotation -a --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns
  --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime -c --cpu-shares --cpus
  --cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops
  --device-write-bps --device-write-iops --dns --dns-option --dns-opt --dns-search --domainname --entrypoint -e --env
  --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval
  --health-start-period --health-timeout -h --hostname --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation
  --kernel-memory -l --label --label-file --link --link-local-ip --log-driver --log-opt --mac-address -m --memory
  --memory-reservation --memory-swap --memory-swappiness --mount --name --net --network --net-alias --network-alias
  --oom-score-adj --pid --pids-limit --platform -p --publish --pull --restart --runtime --security-opt --shm-size
  --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit -u --user --userns --uts -v --volume
  --volume-driver --volumes-from -w --workdir --pod --secret --systemd --arch --os --variant --authfile --conmon-pidfile
  --requires --timeout --tz --umask --uidmap --gidmap --hooks-dir --image-volume --pidfile --preserve-fds --subuidname
  --subgidname --env-merge --unsetenv --chrootdirs --decryption-key --retry --retry-delay --sdnotify --group-entry
  --passwd-entry --shm-size-systemd --snapshotter --rdt-class --cosign-key --verify`,
  `-d --detach --disable-content-trust --help --init -i --interactive --no-healthcheck --oom-kill-disable --privileged -P
  --publish-all -q --quiet --read-only --rm --sig-proxy -t --tty --use-api-socket --replace --rmi --env-host --http-proxy
  --tls-verify --passwd --read-only-tmpfs --rootfs --unsetenv-all --rm-i`,
  true,
)

/** Also of `docker container run` and with global options before the verb. */
export const docker: Launcher = (words, line) => {
  const before = readFlags(words, GLOBAL)
  if (before.unknown !== null) return unknownOption(line)
  const elsewhere = enginesOf(before)
  const [verb, next, ...rest] = before.rest
  const isContainer = verb?.text === 'container'
  const [action, inside] = isContainer ? [next, rest] : [verb, before.rest.slice(1)]
  if (action?.text === 'run' || action?.text === 'create') return combine(run(inside, line), elsewhere)
  if (action?.text === 'exec') return combine(inContainer(inside, line), elsewhere)
  const isFetched = FETCHING.test(verb?.text ?? '') || (verb?.text === 'compose' && inside.some(isRemote))
  return combine(isFetched ? unreadableLine(line, 'the line installs rather than runs') : local(line), elsewhere)
}

/** Verbs that fetch or build in ways which are not read. */
const FETCHING = /^(?:service|stack|swarm|plugin|kube|play|build|buildx|bake|pull|load|import|image)$/

/** A compose file that is not the repository's. */
function isRemote({ text }: Word): boolean {
  return /^(?:[a-z][\w+.-]*:\/\/|git@)|\.git(?:#|$)/i.test(text)
}

/** Another host's engine, or settings that the repository brings, which name programs to be run. */
function enginesOf(flags: Flags): Reading {
  const registries = flags.flags.flatMap(({ name, value }): readonly RegistryFlag[] => {
    if (value === null) return []
    const isAnother = HOST.test(name)
      ? !/^(?:unix|npipe):/i.test(value.text)
      : FOLDER.test(name) && isWithinReach(value.text)
    return isAnother ? [{ flag: name, url: value.text, route: value.route }] : []
  })
  return { ...NOTHING, registries }
}

const HOST = /^(?:-H|--host|--url)$/
const FOLDER = /^--(?:config|root|runroot)$/

/** In a container that is there already; what is fetched inside it counts. */
function inContainer(words: readonly Word[], line: Line): Reading {
  const [, ...inside] = readFlags(words, RUN).rest
  return combine(local(line), line.knows(inside[0]?.text ?? '') ? withoutLocal(line.read(inside)) : NOTHING)
}

function run(words: readonly Word[], line: Line): Reading {
  const flags = readFlags(words, RUN)
  if (flags.unknown !== null) return unknownOption(line)
  const [image, ...rest] = splitFirst(flags.rest)
  if (image === undefined) return unreadableLine(line, 'no image is named')
  if (hasFlag(flags, '--rootfs')) return local(line)
  const [entrypoint] = flagValues(flags, '--entrypoint')
  const inside = entrypoint === undefined || entrypoint.text === '' ? rest : [entrypoint, ...rest]
  const fetched = line.knows(inside[0]?.text ?? '') ? withoutLocal(line.read(inside)) : NOTHING
  return combine(readImage(image, line), fetched)
}

/** `[host[:port]/]path[:tag][@digest]`: only a whole SHA-256 digest names one image. */
export function readImage(word: Word, line: Line): Reading {
  const text = word.text.trim().replace(/^docker:\/\//i, '')
  const [, name, tag, digest] = IMAGE.exec(text) ?? []
  if (name === undefined || holdsPlaceholder(name))
    return unreadableLine(line, 'the image is not a reference that a container engine knows')
  const spec = [tag, digest].filter((part) => part !== undefined).join('@')
  const exact = digest !== undefined && DIGEST.test(digest) ? digest : null
  const target = aTarget({
    ecosystem: 'oci',
    name,
    version: exact,
    spec: spec === '' ? null : spec,
    pinned: exact !== null,
    launcher: line.launcher,
    route: word.route,
  })
  return {
    ...NOTHING,
    targets: [target],
    unreadable: holdsPlaceholder(spec) ? ['a placeholder stands where the version of the image belongs'] : [],
  }
}

const IMAGE = /^((?:[\w.-]+(?::\d+)?\/)?[\w.-]+(?:\/[\w.-]+)*)(?::([^@/\s]*))?(?:@(\S+))?$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

/** Some files hold all arguments in one word. */
function splitFirst(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words
  if (first === undefined || !/\s/.test(first.text.trim())) return words
  return [
    ...first.text
      .trim()
      .split(/\s+/)
      .map((text) => ({ ...first, text })),
    ...rest,
  ]
}
