import { useWords } from '../language/language.tsx';

/** The way of somebody who is new here, in this order. */
export const FIRST_STEPS = ['vault', 'service', 'demo'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** Where on that way a person is. */
export function FirstSteps({ current }: { readonly current: FirstStep }) {
  const words = useWords().firstRun;
  return (
    <ol className="first-steps" aria-label={words.label}>
      {FIRST_STEPS.map((step) => (
        <li key={step} {...(step === current ? { 'aria-current': 'step' as const } : {})}>
          {words.steps[step]}
        </li>
      ))}
    </ol>
  );
}
