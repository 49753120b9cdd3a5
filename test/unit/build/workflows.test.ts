import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const WORKFLOWS = new URL('../../../.github/workflows/', import.meta.url);
const GUIDE = readFileSync(new URL('../../../docs/packaging.md', import.meta.url), 'utf8');
const SCRIPTS = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
  .scripts;

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: unknown; readonly steps: readonly Step[] }>
  >;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

describe.each(readdirSync(WORKFLOWS))('the workflow %s', (name) => {
  const text = readFileSync(new URL(name, WORKFLOWS), 'utf8');
  const { permissions, jobs } = parse(text) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('may read the repository, and nothing else', () => {
    expect(permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(jobs)) expect(job).not.toHaveProperty('permissions');
    for (const step of steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout')))
      expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  it("uses GitHub's own actions, of a fixed major version", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(1);
    for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
  });

  it('needs no secret or variable but those that the guide explains', () => {
    for (const [, secret = ''] of text.matchAll(/\b(?:secrets|vars)\.(\w+)/g))
      expect(GUIDE).toContain(`\`${secret}\``);
  });

  it('runs scripts that there are', () => {
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g))
      expect(SCRIPTS).toHaveProperty([script]);
  });
});
