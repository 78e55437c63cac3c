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
  const json = reply.json as Json
  const owner = json['owner'] as Json
  const urls = LISTS.map((name) => [`${name}_url`, `${owner['url']}/${name}`])
  return {
    ...reply,
    json: {
      network_count: 0,
      subscribers_count: 0,
      ...json,
      owner: { gravatar_id: '', ...Object.fromEntries(urls), ...owner },
    },
  }
}
