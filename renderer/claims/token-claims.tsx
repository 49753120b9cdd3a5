import { Button, Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { ClaimsView, JwtView } from '../../shared/token-view.ts';
import { Icon } from '../ui/icon.tsx';
import { ClaimTable } from './claim-table.tsx';
import { OpaqueToken } from './opaque-token.tsx';
import { VerificationBadge } from './verification-badge.tsx';

/** The tokens of an answer, decoded; one that is opaque as its issuer describes it. */
export function TokenClaims({ claims }: { readonly claims: ClaimsView }) {
  const { accessToken, introspection, idToken } = claims;
  const access =
    accessToken === undefined ? (
      <OpaqueToken introspection={introspection} />
    ) : (
      <Jwt jwt={accessToken} name="Access token" />
    );
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
