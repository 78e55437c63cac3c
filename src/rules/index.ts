// Every rule, sorted by id. A new rule is one line here, its file, its test and its page.
import type { Rule } from '../model/rule.ts'
import { installScript } from './install-script.ts'
import { integrity } from './integrity.ts'
import { provenance } from './provenance.ts'

export const RULES: readonly Rule[] = [installScript, integrity, provenance]
