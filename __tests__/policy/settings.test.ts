import { expect, test } from '@jest/globals'
import { toRuleSettings } from '../../src/policy/settings.ts'
import { CATALOGUE } from './support.ts'

const unset = { enabled: true, severity: null, tiers: null, messages: {}, options: {} }

test.each([
  ['nothing', {}, {}],
  ['a severity', { sample: 'low' }, { sample: { ...unset, severity: 'low' } }],
  ['that a rule is off', { sample: 'off' }, { sample: { ...unset, enabled: false } }],
  ['one message', { 'sample/too-new': 'off' }, { sample: { ...unset, messages: { 'too-new': 'off' } } }],
  [
    'a rule and one message',
    { sample: 'off', 'sample/too-new': 'low' },
    { sample: { ...unset, enabled: false, messages: { 'too-new': 'low' } } },
  ],
  [
    'all of a rule',
    { sample: { severity: 'low', tiers: ['other'], hours: 3 }, other: { strict: true } },
    {
      sample: { ...unset, severity: 'low', tiers: ['other'], options: { hours: 3 } },
      other: { ...unset, options: { strict: true } },
    },
  ],
  ['what every object has', Object.create({ sample: 'off' }), {}],
])('says %s', (_, input, settings) => {
  expect(toRuleSettings(input, CATALOGUE)).toEqual(settings)
})
