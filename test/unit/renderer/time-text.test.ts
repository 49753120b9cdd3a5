import { describe, expect, test } from 'vitest';
import { de } from '../../../renderer/language/de.ts';
import { en } from '../../../renderer/language/en.ts';
import { agoText, durationText, localText, relativeText, utcText } from '../../../renderer/ui/time-text.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('durationText', () => {
  test.each([
    [-5 * SECOND, '00:00'],
    [999, '00:00'],
    [14 * MINUTE + 2 * SECOND + 999, '14:02'],
    [HOUR - 1, '59:59'],
    [HOUR, '1 h 00 min'],
    [2 * HOUR + 5 * MINUTE + 59 * SECOND, '2 h 05 min'],
    [2 * DAY - 1, '47 h 59 min'],
    [3 * DAY + 4 * HOUR, '3 d 4 h'],
  ])('%i ms is %s', (span, text) => {
    expect(durationText(span)).toBe(text);
  });
});

describe('relativeText', () => {
  test.each([
    [1_000_500, 1_000_000, 'now'],
    [1_000_000, 1_000_500, 'now'],
    [MINUTE, 0, 'in 01:00'],
    [0, 26 * HOUR, '26 h 00 min ago'],
  ])('%i seen from %i is %s', (moment, now, text) => {
    expect(relativeText(moment, now, en.ui.time)).toBe(text);
  });
});

describe('agoText', () => {
  test.each([
    [59 * SECOND, 'just now', 'gerade eben'],
    [5 * MINUTE + 59 * SECOND, '5 min ago', 'vor 5 min'],
    [26 * HOUR, '26 h ago', 'vor 26 h'],
    [3 * DAY, '3 days ago', 'vor 3 Tagen'],
    [-MINUTE, 'just now', 'gerade eben'],
  ])('%i ms ago is %s', (span, english, german) => {
    expect(agoText(0, span, en.ui.time)).toBe(english);
    expect(agoText(0, span, de.ui.time)).toBe(german);
  });
});

describe('dates', () => {
  const summer = Date.UTC(2026, 6, 1, 12, 0, 1, 900);

  test('are told in the local zone and in UTC', () => {
    expect(localText(summer, en.ui.time)).toBe('Wed, 1 Jul 2026, 14:00:01 CEST');
    expect(localText(summer, de.ui.time)).toBe('Mi., 1. Juli 2026, 14:00:01 MESZ');
    expect(utcText(summer)).toBe('2026-07-01T12:00:01Z');
  });

  test.each([8.64e15 + 1, Infinity, NaN])('%d is no date and does not throw', (moment) => {
    expect(localText(moment, en.ui.time)).toBeUndefined();
    expect(utcText(moment)).toBeUndefined();
  });
});
