import { describe, expect, test } from 'vitest';
import { usesPassword, withAnswer } from '../../../renderer/profiles/preset-answers.ts';
import { PRESETS } from '../../../shared/presets/registry.ts';
import type { Preset } from '../../../shared/presets/preset.ts';

const named = (name: string): Preset => {
  const preset = PRESETS.find((known) => known.name === name);
  if (preset === undefined) throw new Error(`no preset ${name}`);
  return preset;
};

describe('withAnswer', () => {
  test('keeps what was answered, half-typed text too', () => {
    expect(withAnswer(named('ifs'), { namespace: 'a' }, 'system_url', 'not yet ')).toEqual({
      namespace: 'a',
      system_url: 'not yet ',
    });
  });

  test('drops a choice that another answer took away, so that its default stands again', () => {
    const given = { grant_type: 'authorization_code', token_endpoint_auth_method: 'none' };
    expect(withAnswer(named('ifs'), given, 'grant_type', 'client_credentials')).toEqual({
      grant_type: 'client_credentials',
    });
  });
});

test.each([
  ['compliance', {}, true],
  ['ifs', {}, false],
  ['ifs', { grant_type: 'password' }, true],
  ['raidiam', {}, false],
  ['salus', {}, false],
  ['signaturgruppen', {}, false],
])('%s with %j uses a password: %s', (name, given, expected) => {
  expect(usesPassword(named(name), given)).toBe(expected);
});
