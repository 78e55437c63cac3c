// Variables of a server's environment that decide where packages come from or what else is loaded.

import { maskText, maskUrl } from '../model/masking.ts'
import type { SourceFact } from '../model/source.ts'
import { digestOf, fact } from './client-facts.ts'
import type { ServerEntry } from './client-servers.ts'
import type { Assignment } from './launch-reading.ts'
import { isWithinReach } from './reach.ts'

const REGISTRY =
  /^(?:npm_config_(?:.*:)?_?(?:registry|replace_registry_host)|npm_config_@.+:registry|yarn_registry|yarn_npm_registry_server|bun_config_registry|uv_(?:index|index_url|default_index|extra_index_url|find_links)|pip_(?:index_url|extra_index_url|find_links)|goproxy|pipx_index_url|npm_registry|deno_npm_registry|npm_config_userconfig|npm_config_globalconfig|uv_config_file|pip_config_file)$/i
const HARMLESS = /^npm_config_(?:loglevel|yes|fund|audit|update_notifier|progress|color|cache|prefer_offline|offline)$/i
const LOADING =
  /^(?:node_options|node_path|node_extra_ca_certs|node_tls_reject_unauthorized|bash_env|env|ld_preload|ld_library_path|ld_audit|dyld_.*|pythonpath|pythonstartup|pythonhome|perl5opt|rubyopt|java_tool_options|_java_options|docker_host|docker_config|docker_content_trust|gonosumdb|gonosumcheck|goflags|goinsecure|gonoverify|gosumdb|git_ssh_command|npm_config_.*|uv_insecure_host|uv_.*|pip_.*|bun_options|bun_config_.*|yarn_.*|deno_dir|path|comspec|zdotdir|openssl_(?:conf|modules|engines)|git_(?:ssh|config.*|exec_path|proxy_command|askpass|template_dir|external_diff)|ssh_askpass|browser|python(?:userbase|warnings|breakpoint|inspect)|perl5(?:lib|db)|rubylib|classpath|jdk_java_options|dotnet_startup_hooks|corepack_.*|gconv_path|ssl_cert_(?:file|dir)|requests_ca_bundle|gotoolchain|goenv|goroot)$/i
/** Folders whose settings, stored answers or programs stand in for what a registry serves. */
const FOLDERS =
  /^(?:home|userprofile|prefix|destdir|appdata|localappdata|xdg_(?:config|cache|data)_home|npm_config_(?:cache|prefix)|uv_(?:cache|tool)_dir|pip_cache_dir|bun_install(?:_cache_dir)?|deno_dir|corepack_home|pnpm_home|volta_home|nvm_dir|docker_config)$/i
/** To npm these are the package, or the line, that it starts in place of the one it is given. */
const REPLACING = /^npm_config_(?:package|call)$/i
const OPTIONS = /^(?:node_options|npm_config_node_options|npm_config_node_arg|bun_options)$/i
const CODE = /\b(?:data|https?):/i

/** `registry-overridden` for registries and what replaces the package, `unreadable-launch` for code, `neighbour` for what loads code or weakens a tool; names only, addresses masked. */
export function environmentFacts(
  entry: Pick<ServerEntry, 'name' | 'route'>,
  environment: readonly Assignment[],
): readonly SourceFact[] {
  return environment.flatMap(({ name, value, route }): readonly SourceFact[] => {
    const key = `${name}:${digestOf(value).slice(0, 8)}`
    if (REGISTRY.test(name))
      return [fact('registry-overridden', entry, { args: { url: maskUrl(value).text, option: name }, key, route })]
    if (REPLACING.test(name) || (FOLDERS.test(name) && isWithinReach(value)))
      return [fact('registry-overridden', entry, { args: { url: maskText(value).text, option: name }, key, route })]
    if (OPTIONS.test(name) && CODE.test(value))
      return [fact('unreadable-launch', entry, { args: { detail: `${name} holds code`, beside: 'line' }, key, route })]
    if (!LOADING.test(name) || HARMLESS.test(name)) return []
    return [
      fact('neighbour', entry, {
        args: { what: 'environment', key: name, detail: 'it changes what the launched program loads' },
        key,
        route,
      }),
    ]
  })
}
