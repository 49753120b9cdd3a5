import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Button as FoldButton, Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { TRIAL_STEPS } from '../../shared/editor-view.ts';
import type { Trial, TrialStep } from '../../shared/editor-view.ts';
import { Exchange } from '../history/trace-section.tsx';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { durationText } from '../ui/time-text.ts';
import type { Action } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';

interface TrialStepsProps {
  readonly run: Pick<Action<never>, 'isPending' | 'error'>;
  readonly trial: Trial | undefined;
}

const ICONS: Record<TrialStep['state'], IconName> = { ok: 'check', failed: 'error', skipped: 'more' };

/** A trial of the profile: its steps, each with what it found. Nothing before the first. */
export function TrialSteps({ run, trial }: TrialStepsProps) {
  const words = useWords().profiles.trial;
  const section = useRef<HTMLElement>(null);
  // On a small screen it begins out of sight.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [run.isPending]);
  if (trial === undefined && !run.isPending && run.error === undefined) return null;
  return (
    <section ref={section} className="trial" aria-label={words.title}>
      <h3>{words.title}</h3>
      <p role="status" aria-label={words.title} className="trial-outcome">
        {run.isPending ? words.running : trial === undefined ? '' : outcome(trial, words)}
      </p>
      <ErrorNote error={run.error} isAlert />
      <ol className="trial-steps" aria-busy={run.isPending}>
        {run.isPending
          ? TRIAL_STEPS.map((name) => (
              <li key={name} className="trial-step trial-pending">
                <Icon name="more" />
                <p className="trial-name">{words.steps[name]}</p>
              </li>
            ))
          : trial?.steps.map((step) => <Step key={step.name} step={step} />)}
      </ol>
    </section>
  );
}

function outcome({ steps }: Trial, words: Words['profiles']['trial']): string {
  if (steps.some(({ state }) => state === 'failed')) return words.failed;
  return steps.some(({ token }) => token !== undefined) ? words.passed : words.untilPerson;
}

function Step({ step }: { readonly step: TrialStep }) {
  const words = useWords().profiles.trial;
  return (
    <li className={`trial-step trial-${step.state}`}>
      <Icon name={ICONS[step.state]} />
      <div className="trial-text">
        <p className="trial-name">
          {words.steps[step.name]} <span className="trial-state">{words.states[step.state]}</span>
        </p>
        <p className="trial-found">{found(step, words)}</p>
        <ErrorNote error={step.error} />
        {step.exchanges !== undefined && (
          <Disclosure className="fold">
            <FoldButton slot="trigger" className="fold-trigger">
              <Icon name="chevron-down" />
              {words.exchange(words.steps[step.name], step.exchanges.length)}
            </FoldButton>
            <DisclosurePanel>
              {step.exchanges.map((exchange, index) => (
                <Exchange key={index} exchange={exchange} />
              ))}
            </DisclosurePanel>
          </Disclosure>
        )}
      </div>
    </li>
  );
}

function found(step: TrialStep, words: Words['profiles']['trial']): ReactNode {
  if (step.why !== undefined) return words.why[step.why];
  if (step.state === 'failed') return null;
  switch (step.name) {
    case 'profile':
      return words.profile(step.grantType ?? '', step.clientAuthMethod ?? 'none');
    case 'discovery':
      return words.discovery(Object.keys(step.server?.endpoints ?? {}).length);
    case 'client_certificate':
      return visibleText(words.certificate(step.certificate?.subject ?? ''));
    case 'token_request':
      return words.request;
    case 'token_checks':
      return visibleText(tokenFacts(step, words).join(', '));
  }
}

function tokenFacts({ token }: TrialStep, words: Words['profiles']['trial']): readonly string[] {
  if (token === undefined) return [];
  const { tokenType, lifetimeMs, scope, isJwt, hasRefreshToken, isRevoked } = token;
  return [
    words.token(tokenType, lifetimeMs === undefined ? undefined : durationText(lifetimeMs)),
    isJwt ? words.jwt : words.opaque,
    ...(scope === undefined ? [] : [words.scope(scope)]),
    ...(hasRefreshToken ? [words.refreshable] : []),
    isRevoked ? words.revoked : words.dropped,
  ];
}
