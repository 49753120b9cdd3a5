import { expect, test } from 'vitest';
import { environmentChoices } from '../../../renderer/inspect/environment-choices.ts';
import { SCENARIOS } from '../../e2e/renderer-scenarios.ts';

const { services } = SCENARIOS.thousand(0).snapshot;
const all = services.flatMap(({ environments }) => environments.map(({ address }) => address));
const last = all.at(-1) ?? 'none/none';
const ask = (query: string | undefined, none?: string) => {
  const { choices, more } = environmentChoices(services, { query, value: last, none });
  return { values: choices.map(({ value }) => value), more };
};

test('of many only the first are shown, with the chosen one and how many are left', () => {
  expect(ask(undefined)).toEqual({ values: [...all.slice(0, 50), last], more: all.length - 51 });
});

test('what is typed is looked for as in the list of environments', () => {
  const { values, more } = ask('prod bill');
  expect(values).toContain('billing/prod');
  expect(values.length + more).toBeLessThan(all.length / 3);
  expect(ask('nothing like this')).toEqual({ values: [], more: 0 });
});

test('none is a choice where it is offered, and found by its word', () => {
  expect(ask(undefined, 'None').values[0]).toBe('none');
  expect(ask(' NON', 'None').values).toEqual(['none']);
  expect(ask('bill', 'None').values).not.toContain('none');
});
