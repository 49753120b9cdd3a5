import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { errorViewOf } from './bridge/call-error.ts';
import { connectHost } from './bridge/host.ts';
import { FailedView, LoadingView } from './plain-views.tsx';
import './ui/theme.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/overlays.css';
import './ui/messages.css';
import './ui/layout.css';
import './environments/environments.css';
import './environments/status.css';
import './claims/claims.css';
import './profiles/profiles.css';
import './sessions/sessions.css';
import './vault/vault.css';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element with the id "root".');
const root = createRoot(element);

// A launch URL opened in this very tab changes only the fragment, which loads nothing by itself.
window.addEventListener('hashchange', () => {
  if (location.hash.startsWith('#launch=')) location.reload();
});

const start = async () => {
  root.render(<LoadingView />);
  try {
    const host = await connectHost(window);
    root.render(
      <StrictMode>
        <App host={host} />
      </StrictMode>,
    );
  } catch (error) {
    root.render(<FailedView error={errorViewOf(error)} onRetry={() => void start()} />);
  }
};

void start();
