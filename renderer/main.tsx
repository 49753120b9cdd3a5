import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, Spoken } from './app.tsx';
import { errorViewOf } from './bridge/call-error.ts';
import { connectHost } from './bridge/host.ts';
import { connecting } from './connect.ts';
import { languageOf } from './language/language.tsx';
import { FailedView, LoadingView } from './plain-views.tsx';
import './ui/theme.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/switch.css';
import './ui/overlays.css';
import './ui/messages.css';
import './ui/layout.css';
import './navigation/navigation.css';
import './palette/palette.css';
import './about/about.css';
import './environments/environments.css';
import './environments/status.css';
import './claims/claims.css';
import './history/history.css';
import './activity/activity.css';
import './inspect/inspect.css';
import './compare/compare.css';
import './refusal/refusal.css';
import './profiles/profiles.css';
import './profiles/editor.css';
import './sessions/sessions.css';
import './vault/vault.css';
import './first-run/first-run.css';
import './guard/guard.css';
import './settings/settings.css';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element with the id "root".');
const root = createRoot(element);

// A launch URL opened in this very tab changes only the fragment, which loads nothing by itself.
window.addEventListener('hashchange', () => {
  if (location.hash.startsWith('#launch=')) location.reload();
});

const language = languageOf(navigator.languages);

/** Milliseconds that a host has to answer before the page says that it is loading. */
const LOADING_AFTER_MS = 300;

const start = async (connected: typeof connecting) => {
  try {
    const answered = connected.then((host) => host?.snapshots.answered);
    // Until then the picture of index.html stands.
    await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, LOADING_AFTER_MS))]);
    root.render(
      <Spoken language={language}>
        <LoadingView />
      </Spoken>,
    );
    const host = await connected;
    root.render(
      <StrictMode>
        <App host={host} />
      </StrictMode>,
    );
  } catch (error) {
    root.render(
      <Spoken language={language}>
        <FailedView error={errorViewOf(error)} onRetry={() => void start(connectHost(window))} />
      </Spoken>,
    );
  }
};

void start(connecting);
