// A repository by itself: what the emulator leaves out of its description.
import { type Context, forward, type Json, type Reply } from './answer.ts'

const LISTS = [
  'events',
  'followers',
  'following',
  'gists',
  'organizations',
  'received_events',
  'repos',
  'starred',
  'subscriptions',
]

export async function repository(context: Context): Promise<Reply> {
  const reply = await forward(context)
  if (reply.status !== 200 || typeof reply.json !== 'object' || reply.json === null) return reply
  return { ...reply, json: { network_count: 0, subscribers_count: 0, ...withWholeUsers(reply.json as Json) } }
}

/** Every user and organisation in it with all the addresses that GitHub gives. */
export function withWholeUsers<T extends Json>(json: T): T {
  return JSON.parse(JSON.stringify(json), (_, value) => (isUser(value) ? toWhole(value) : value)) as T
}

function isUser(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && 'login' in value && 'url' in value
}

function toWhole(user: Json): Json {
  const urls = LISTS.map((name) => [`${name}_url`, `${user['url']}/${name}`])
  return { gravatar_id: '', ...Object.fromEntries(urls), ...user }
}
