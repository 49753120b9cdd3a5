import { beforeEach, describe, expect, it } from 'vitest';
import { createPublisher } from '../../../core/snapshot/publisher.ts';
import type { Publisher } from '../../../core/snapshot/publisher.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';

let clock: FakeClock;
let publisher: Publisher;
let made: number;
beforeEach(() => {
  clock = createFakeClock();
  made = 0;
  publisher = createPublisher(clock, (revision) => {
    made += 1;
    return { revision } as Snapshot;
  });
});

function listen(): { revisions: number[]; stop: () => void } {
  const revisions: number[] = [];
  return { revisions, stop: publisher.subscribe(({ revision }) => revisions.push(revision)) };
}

describe('a burst of changes', () => {
  it('is one push with the newest revision, to everyone', () => {
    const [one, two] = [listen(), listen()];
    for (let n = 0; n < 1_000; n += 1) publisher.changed();
    expect([one.revisions, made]).toEqual([[], 0]);
    clock.advanceSync(100);
    expect([one.revisions, two.revisions, made]).toEqual([[1_001], [1_001], 1]);
    expect(clock.pending()).toBe(0);
  });

  it('that goes on and on is still pushed in between', () => {
    const { revisions } = listen();
    for (let n = 0; n < 100; n += 1) {
      publisher.changed();
      clock.advanceSync(10);
    }
    expect(revisions.length).toBeGreaterThanOrEqual(25);
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  });
});

it('revisions grow with every change, whether anyone listens or not', () => {
  const before = publisher.snapshot().revision;
  publisher.changed();
  publisher.changed();
  expect(publisher.snapshot().revision).toBe(before + 2);
  expect(clock.pending()).toBe(0);
  const { revisions } = listen();
  publisher.changed();
  clock.advanceSync(100);
  expect(revisions).toEqual([before + 3]);
});

it('who stopped listening hears nothing more, even of what was under way', () => {
  const [gone, there] = [listen(), listen()];
  publisher.changed();
  gone.stop();
  clock.advanceSync(100);
  expect([gone.revisions, there.revisions]).toEqual([[], [2]]);
});

it('one listener may stop another, or itself, while a push is under way', () => {
  const heard: string[] = [];
  const stopFirst = publisher.subscribe(() => {
    heard.push('first');
    stopFirst();
  });
  publisher.subscribe(() => heard.push('second'));
  publisher.changed();
  clock.advanceSync(100);
  publisher.changed();
  clock.advanceSync(100);
  expect(heard).toEqual(['first', 'second', 'second']);
});

it('after stop nothing is pushed and no timer is left', () => {
  const { revisions } = listen();
  publisher.changed();
  publisher.stop();
  publisher.changed();
  clock.advanceSync(100);
  expect([revisions, clock.pending()]).toEqual([[], 0]);
});
