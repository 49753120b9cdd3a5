import { Button, Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { ClaimsView, JwtView } from '../../shared/token-view.ts';
import { Icon } from '../ui/icon.tsx';
import { Note } from '../ui/note.tsx';
import { ClaimTable } from './claim-table.tsx';
import { VerificationBadge } from './verification-badge.tsx';

/** The tokens of an answer, decoded. One that is opaque is said to be so. */
export function TokenClaims({ claims: { accessToken, idToken } }: { readonly claims: ClaimsView }) {
  const access = accessToken === undefined ? <OpaqueToken /> : <Jwt jwt={accessToken} name="Access token" />;
  if (idToken === undefined) return access;
  return (
    <Tabs className="tabs">
      <TabList className="tab-list" aria-label="Which token">
        <Tab id="access" className="tab">
          Access token
        </Tab>
        <Tab id="id" className="tab">
          ID token
        </Tab>
      </TabList>
      <TabPanel id="access" className="tab-panel">
        {access}
      </TabPanel>
      <TabPanel id="id" className="tab-panel">
        <Jwt jwt={idToken} name="ID token" />
      </TabPanel>
    </Tabs>
  );
}

function OpaqueToken() {
  return (
    <Note tone="info">
      <p className="note-message">
        The access token is opaque: it is not a JWT, so there is nothing to decode.
      </p>
      <p className="note-hint">It works all the same. Only its issuer can say what it stands for.</p>
    </Note>
  );
}

function Jwt({ jwt, name }: { readonly jwt: JwtView; readonly name: string }) {
  return (
    <>
      <VerificationBadge verification={jwt.verification} />
      <ClaimTable label={`${name} claims`} claims={jwt.payload} part="payload" />
      <Disclosure className="fold">
        <Button slot="trigger" className="fold-trigger">
          <Icon name="chevron-down" />
          Header
        </Button>
        <DisclosurePanel>
          <ClaimTable label={`${name} header`} claims={jwt.header} part="header" />
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}
