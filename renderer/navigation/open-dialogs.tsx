import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../shared/snapshot.ts';
import { findEnvironment } from '../environments/find.ts';
import { focusDetails } from '../environments/focus.ts';
import { useSignIns } from '../sessions/use-sign-ins.ts';
import type { SignIns } from '../sessions/use-sign-ins.ts';
import { later } from '../ui/later.tsx';
import { useSteady } from '../ui/use-steady.ts';
import { DialogsContext } from './dialogs.tsx';
import { useNavigation } from './navigation.tsx';
import type { AddWay, Form } from './navigation.tsx';
import { ViewBoundary } from './view-boundary.tsx';

const AddProfileDialog = later(
  async () => (await import('../profiles/add-profile-dialog.tsx')).AddProfileDialog,
);
const EditServiceDialog = later(
  async () => (await import('../profiles/edit-service-dialog.tsx')).EditServiceDialog,
);

const RemoveDialog = later(async () => (await import('../profiles/remove-dialog.tsx')).RemoveDialog);
const SignInDialog = later(async () => (await import('../sessions/sign-in-dialog.tsx')).SignInDialog);
const SignOutDialog = later(async () => (await import('../sessions/sign-out-dialog.tsx')).SignOutDialog);

type Question =
  | { readonly kind: 'remove'; readonly address: Address; readonly onRemoved: (() => void) | undefined }
  | { readonly kind: 'sign_out'; readonly address: Address };

interface DialogsProviderProps {
  readonly snapshot: Snapshot;
  readonly children: ReactNode;
}

/** Holds the dialogs of the window, over whichever view is shown. Forms are in the history, questions are not. */
export function DialogsProvider({ snapshot, children }: DialogsProviderProps) {
  const { form, open, closeForm } = useNavigation();
  const [question, ask] = useState<Question>();
  const signIns = useSignIns(focusDetails);
  const signIn = useSteady((environment: EnvironmentView) => signIns.open(environment));
  const [dialogs] = useState(() => ({
    addProfile: () => open({ kind: 'add', way: 'issuer' }),
    addProfileBy: (way: AddWay) => open({ kind: 'add', way }),
    editProfile: (address: Address) => open({ kind: 'edit', address }),
    remove: (address: Address, onRemoved?: () => void) => ask({ kind: 'remove', address, onRemoved }),
    signOut: (address: Address) => ask({ kind: 'sign_out', address }),
    signIn,
  }));
  return (
    <DialogsContext value={dialogs}>
      {children}
      <ViewBoundary key={signIns.shown}>
        <ShownSignIn snapshot={snapshot} signIns={signIns} />
      </ViewBoundary>
      <ViewBoundary key={JSON.stringify(form)}>
        <ShownForm form={form} snapshot={snapshot} onClose={closeForm} />
      </ViewBoundary>
      <ViewBoundary key={question?.kind}>
        <ShownQuestion question={question} onClose={() => ask(undefined)} />
      </ViewBoundary>
    </DialogsContext>
  );
}

interface ShownFormProps {
  readonly form: Form | undefined;
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

function ShownForm({ form, snapshot, onClose }: ShownFormProps) {
  switch (form?.kind) {
    case undefined:
      return null;
    case 'add':
      return <AddProfileDialog snapshot={snapshot} way={form.way} onClose={onClose} />;
    case 'edit':
      return <EditServiceDialog snapshot={snapshot} address={form.address} onClose={onClose} />;
  }
}

interface ShownQuestionProps {
  readonly question: Question | undefined;
  readonly onClose: () => void;
}

function ShownQuestion({ question, onClose }: ShownQuestionProps) {
  switch (question?.kind) {
    case undefined:
      return null;
    case 'remove':
      return (
        <RemoveDialog
          address={question.address}
          onClose={(removed) => {
            onClose();
            if (removed) question.onRemoved?.();
          }}
        />
      );
    case 'sign_out':
      return <SignOutDialog address={question.address} onClose={onClose} />;
  }
}

interface ShownSignInProps {
  readonly snapshot: Snapshot;
  readonly signIns: SignIns;
}

function ShownSignIn({ snapshot, signIns }: ShownSignInProps) {
  const { shown, stateOf } = signIns;
  const found = findEnvironment(snapshot.services, shown);
  const state = shown === undefined ? undefined : stateOf(shown);
  if (found === undefined || state === undefined) return null;
  return <SignInDialog environment={found.environment} state={state} signIns={signIns} />;
}
