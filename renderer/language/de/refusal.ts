import type { Words } from '../words.ts';

export const refusal: Words['refusal'] = {
  title: 'Warum 401?',
  intro:
    'Fügen Sie ein, was die API geantwortet hat, oder den curl-Befehl, der scheiterte, oder beides. Fob vergleicht es mit dem Profil und nennt, was nicht passt.',
  stays: 'Der Text bleibt auf dieser Seite.',
  input: 'Antwort, gescheiterter curl-Befehl, oder beides',
  placeholder: 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", …',
  clear: 'Leeren',
  profile: 'Profil',
  noProfile: 'Keines',
  guessed:
    'Nach Aussteller, Client und Empfänger des Tokens gewählt. Wählen Sie ein anderes, wenn das nicht stimmt.',
  result: 'Befunde',
  empty: 'Noch ist nichts betrachtet',
  emptyHelp: 'curl -i gibt die Antwort mit ihren Headern aus: Die sagen am meisten.',
  nothing: 'Fob sieht nichts, was nicht stimmt',
  nothingHelp:
    'Was betrachtet wurde, passt. Übrig bleibt, was nur API und Aussteller wissen: ob das Token widerrufen ist, für welche Aussteller, Empfänger und Schlüssel die API eingerichtet ist, und was der Aufrufer darf.',
  nothingSeen: 'In diesem Text steht zu wenig, um eine Ursache zu finden',
  nothingSeenHelp:
    'Fügen Sie die Header der Antwort (curl -i) oder den curl-Befehl mit seinem Token hinzu, oder wählen Sie das Profil.',
  held: 'Betrachtet und in Ordnung',
  unseen: 'Nicht zu sehen',
  expected: 'Erwartet',
  found: 'Gefunden',
  next: 'Weiter',
  serverSays: 'Der Server sagt',
  sureness: { certain: 'Sicher', likely: 'Wahrscheinlich', possible: 'Möglich' },
  verify: 'Signatur prüfen',
  verifying: 'Wird geprüft …',
  verifyHelp: (issuer) =>
    `Fob holt die Schlüssel von ${issuer} und prüft auf diesem Rechner; das Token bleibt hier.`,
  atHand: (address) => `Das vorhandene Token von ${address} betrachten`,
  atHandHelp: 'Im Text ist kein Token. Vielleicht wurde das abgelehnt, das Fob gerade hat.',
  atHandUsed: (address) => `Verglichen mit dem Token von ${address}, das Fob gerade hat.`,
  moments: {
    valid: 'gültig',
    ended: 'abgelaufen',
    begins: 'beginnt',
    made: 'gemacht',
    looked: 'gemacht vor',
  },
  subjects: {
    form: 'Form des Headers',
    times: 'Gültigkeit',
    clock: 'Uhren',
    kind: 'Art des Tokens',
    issuer: 'Aussteller und Client',
    audience: 'Empfänger',
    scope: 'Scopes',
    certificate: 'Client-Zertifikat',
    dpop: 'DPoP',
    signature: 'Signatur',
  },
  things: {
    access_token: 'ein Zugriffstoken',
    other_token: 'ein Token anderer Art',
    certificate: 'eine Anfrage mit dem Client-Zertifikat, das das Token nennt',
    no_certificate: 'eine Anfrage ohne',
    dpop_proof: 'ein Header DPoP mit einem Nachweis für diese Anfrage',
    no_dpop_proof: 'kein solcher Header',
    no_header: 'kein Authorization-Header',
    one_line: 'ein Token in einer Zeile, ohne Leerzeichen',
    signature: 'ein signiertes Token',
    three_parts: 'drei Teile mit Punkten dazwischen',
  },
  causes: {
    missing_header: {
      title: 'Es wurde kein Token gesendet',
      why: 'Die Anfrage hat keinen Authorization-Header, oder er ging unterwegs verloren: Weiterleitungen und Proxys lassen ihn weg.',
      next: (address) =>
        `Senden Sie „Authorization: Bearer TOKEN“, oder lassen Sie es Fob tun: fob curl ${address} URL`,
    },
    placeholder: {
      title: 'Statt des Tokens wurde ein Platzhalter gesendet',
      why: 'Eine Variable war nicht gesetzt, also ging ihr Name oder gar nichts an die API.',
      next: (address) => `Setzen Sie zuerst die Variable: TOKEN=$(fob token ${address})`,
    },
    missing_scheme: {
      title: 'Das Wort „Bearer“ fehlt',
      why: 'Im Header steht nur das Token. Server suchen davor das Schema.',
      next: () => 'Schreiben Sie „Authorization: Bearer “ vor das Token.',
    },
    doubled_scheme: {
      title: 'Das Schema steht zweimal da',
      why: 'Das Token wurde mit seinem Schema kopiert, und das Werkzeug hat noch eines davorgesetzt.',
      next: (address) => `Kopieren Sie nur das Token: fob token ${address}`,
    },
    wrong_scheme: {
      title: 'Das Schema des Headers ist falsch',
      why: 'OAuth-Zugriffstoken stehen nach dem Schema Bearer, oder nach DPoP, wenn sie an einen Schlüssel gebunden sind.',
      next: () => 'Schreiben Sie „Authorization: Bearer “ vor das Token.',
    },
    quoted: {
      title: 'Das Token steht in Anführungszeichen oder hat ein Zeichen zu viel',
      why: 'Anführungszeichen, Kommas und spitze Klammern gehören nicht zum Token: Mit ihnen ist es ein anderes.',
      next: (address) =>
        `Kopieren Sie das Token noch einmal, ohne das, was darum steht: fob token ${address}`,
    },
    line_break: {
      title: 'Im Token ist ein Zeilenumbruch oder Leerzeichen',
      why: 'Ein Terminal, eine E-Mail oder ein Editor hat es umbrochen. Der Server sieht nur, was davor steht.',
      next: (address) => `Kopieren Sie es noch einmal in einem Stück: fob copy ${address}`,
    },
    percent_encoded: {
      title: 'Das Token ist prozentkodiert',
      why: 'Es war für eine URL geschrieben. In einem Header muss es stehen, wie es ist.',
      next: (address) => `Kopieren Sie es noch einmal: fob copy ${address}`,
    },
    truncated: {
      title: 'Das Token ist abgeschnitten',
      why: 'Es ist kürzer als ein ganzes: Beim Kopieren ging ein Teil verloren.',
      next: (address) => `Kopieren Sie es noch einmal in einem Stück: fob copy ${address}`,
    },
    malformed: {
      title: 'Das Token ist nicht lesbar',
      why: 'Es ist nicht wohlgeformt: Unterwegs gingen Zeichen verloren oder wurden verändert.',
      next: (address) => `Kopieren Sie es noch einmal in einem Stück: fob copy ${address}`,
    },
    encrypted: {
      title: 'Das Token ist verschlüsselt',
      why: 'Nur eine API mit dem richtigen Schlüssel kann es lesen; vielleicht ist es nicht für diese bestimmt.',
      next: () => 'Fragen Sie den Aussteller, für welche API das Token verschlüsselt ist.',
    },
    token_in_url: {
      title: 'Das Token steht in der URL',
      why: 'Die meisten APIs nehmen Token nur im Authorization-Header an, denn URLs landen in Protokollen.',
      next: (address) => `Senden Sie es im Header: fob curl ${address} URL`,
    },
    unsigned: {
      title: 'Das Token ist nicht signiert',
      why: 'Sein Algorithmus ist „none“: Keine API darf es annehmen.',
      next: (address) => `Verwenden Sie ein Token des Ausstellers: fob token ${address}`,
    },
    not_access_token: {
      title: 'Es ist kein Zugriffstoken',
      why: 'Ein ID-Token ist für die Anwendung, ein Refresh-Token für den Token-Endpunkt. Eine API will das Zugriffstoken.',
      next: (address) => `Senden Sie das Zugriffstoken: fob token ${address}`,
    },
    expired: {
      title: 'Das Token ist abgelaufen',
      why: 'Als die API es ansah, war sein Leben vorbei.',
      next: (address) => `Holen Sie für jeden Aufruf ein frisches: fob token ${address}`,
    },
    not_yet_valid: {
      title: 'Das Token ist noch nicht gültig',
      why: 'Es darf erst ab einem Zeitpunkt verwendet werden, der noch nicht gekommen war.',
      next: () => 'Warten Sie bis dahin, oder vergleichen Sie die Uhren von Aussteller und API.',
    },
    clock_skew: {
      title: 'Die Uhren stimmen nicht überein',
      why: 'Nach der Uhr der API oder dieses Rechners kommt das Token aus der Zukunft.',
      next: () =>
        'Stellen Sie die falsche Uhr (NTP), oder lassen Sie die API eine Minute Unterschied zulassen.',
    },
    environment: {
      title: 'Das Token ist von einer anderen Umgebung',
      why: 'Aussteller, Client oder Adresse zeigen, dass Token und API nicht zur selben Umgebung gehören.',
      next: (address) => `Verwenden Sie das Token der Umgebung, die aufgerufen wird: fob token ${address}`,
    },
    issuer: {
      title: 'Das Token kommt von einem anderen Aussteller',
      why: 'Das Profil nennt einen Aussteller, das Token einen anderen, den hier kein Profil kennt.',
      next: (address) =>
        `Vergleichen Sie den Claim iss mit dem Aussteller des Profils: fob profile show ${address}`,
    },
    client: {
      title: 'Das Token wurde einem anderen Client gegeben',
      why: 'Es nennt einen Client, der nicht der des Profils ist.',
      next: (address) => `Vergleichen Sie die Client-Kennungen: fob profile show ${address}`,
    },
    audience: {
      title: 'Das Token ist für eine andere API',
      why: 'Die API findet sich nicht unter den Empfängern des Tokens.',
      next: (address) => `Verlangen Sie den richtigen Empfänger: fob token ${address} --audience EMPFÄNGER`,
    },
    scope: {
      title: 'Dem Token fehlt ein Scope',
      why: 'Die API will ein Recht, das nicht verlangt oder nicht gewährt wurde.',
      next: (address) =>
        `Verlangen Sie es, oder lassen Sie es dem Client gewähren: fob token ${address} --scope "SCOPES"`,
    },
    signature: {
      title: 'Die Signatur hält nicht stand',
      why: 'Das Token wurde verändert, oder mit einem Schlüssel signiert, den der Aussteller nicht (mehr) veröffentlicht.',
      next: (address) => `Holen Sie ein frisches: fob refresh ${address}`,
    },
    certificate_missing: {
      title: 'Das Client-Zertifikat fehlt',
      why: 'Das Token ist an ein Zertifikat gebunden: Die API nimmt es nur über eine Verbindung an, die es zeigt.',
      next: (address) => `Rufen Sie mit dem Zertifikat des Profils auf: fob curl ${address} URL`,
    },
    certificate_other: {
      title: 'Das Token ist an ein anderes Client-Zertifikat gebunden',
      why: 'Es nennt ein Zertifikat, das nicht das des Profils ist; vielleicht wurde das erneuert.',
      next: (address) => `Holen Sie ein Token mit dem jetzigen Zertifikat: fob refresh ${address}`,
    },
    dpop_scheme: {
      title: 'Ein DPoP-Token wurde als Bearer gesendet',
      why: 'Es ist an einen Schlüssel gebunden und steht nach dem Schema DPoP, mit einem Nachweis im Header DPoP.',
      next: (address) => `Lassen Sie Fob beides hinzufügen: fob curl ${address} URL`,
    },
    dpop_proof_missing: {
      title: 'Der DPoP-Nachweis fehlt',
      why: 'Das Token ist an einen Schlüssel gebunden. Jede Anfrage braucht einen Nachweis im Header DPoP.',
      next: (address) => `Lassen Sie ihn Fob hinzufügen: fob curl ${address} URL`,
    },
    dpop_proof_wrong: {
      title: 'Der DPoP-Nachweis passt nicht zur Anfrage',
      why: 'Ein Nachweis gilt für eine Methode, eine Adresse, ein Token und eine kurze Zeit.',
      next: (address) => `Machen Sie für jede Anfrage einen neuen: fob curl ${address} URL`,
    },
    dpop_nonce: {
      title: 'Die API will ihre Nonce im DPoP-Nachweis',
      why: 'Sie hat eine im Header DPoP-Nonce geschickt. Der nächste Nachweis muss sie tragen; als erste Antwort ist das üblich.',
      next: (address) => `Senden Sie die Anfrage noch einmal; das tut von selbst: fob curl ${address} URL`,
    },
    dpop_required: {
      title: 'Die API nimmt nur Token an, die durch DPoP gebunden sind',
      why: 'Sie bietet nur das Schema DPoP an, und dieses Token ist an keinen Schlüssel gebunden.',
      next: (address) => `Schreiben Sie "dpop": true in das Profil: fob profile edit ${address}`,
    },
    revoked: {
      title: 'Das Token wurde widerrufen, oder seine Sitzung ist zu Ende',
      why: 'Es sieht gültig aus, aber der Aussteller nimmt es zurück: nach einer Abmeldung, einem neuen Passwort oder einem entfernten Client.',
      next: (address) => `Holen Sie ein neues, oder melden Sie sich neu an: fob refresh ${address}`,
    },
    permission: {
      title: 'Das Token gilt, aber der Aufrufer darf das nicht',
      why: 'Wer aufruft, ist bekannt; eine Rolle, Gruppe oder ein Recht für diese Ressource fehlt. Ein anderes Token derselben Art ändert nichts.',
      next: () =>
        'Lassen Sie das Recht dort gewähren, wo die API ihre Rollen führt, und holen Sie dann ein frisches Token.',
    },
    other_authentication: {
      title: 'Die API will eine andere Art der Anmeldung',
      why: 'Sie verlangt gar kein Bearer-Token, zumindest nicht an dieser Adresse.',
      next: () => 'Sehen Sie nach, ob die Adresse stimmt und was ihre Dokumentation zur Anmeldung sagt.',
    },
    api_key: {
      title: 'Ein API-Schlüssel fehlt',
      why: 'Das Gateway will neben dem Token einen Abonnement- oder API-Schlüssel.',
      next: () => 'Fügen Sie den Header mit dem Schlüssel hinzu, den die Dokumentation des Gateways nennt.',
    },
    unknown_route: {
      title: 'Das Gateway kennt diese Adresse nicht',
      why: 'AWS API Gateway antwortet „Missing Authentication Token“ auf einen Pfad, eine Stufe oder Methode, die es nicht gibt.',
      next: () => 'Vergleichen Sie Pfad, Stufe und Methode mit dem, was ausgerollt ist.',
    },
    proxy: {
      title: 'Ein Proxy hat abgelehnt, nicht die API',
      why: 'Status 407 kommt von einem Proxy auf dem Weg, der seine eigene Anmeldung will.',
      next: () => 'Geben Sie dem Proxy seine Zugangsdaten, oder umgehen Sie ihn mit NO_PROXY.',
    },
    invalid_token: {
      title: 'Die API sagt nur, dass das Token ungültig ist',
      why: 'Sie verrät nicht, ob Zeit, Signatur, Aussteller, Empfänger oder Widerruf der Grund ist.',
      next: () => 'Ihr Protokoll sagt mehr. Was Fob vergleichen konnte, steht hier.',
    },
    not_refused: {
      title: 'Das ist keine Ablehnung',
      why: 'Nach dem Status ging die Anfrage gut.',
      next: () => 'Fügen Sie die Antwort mit dem Status 401 oder 403 ein.',
    },
    server_error: {
      title: 'Der Server hat versagt, das Token ist nicht der Grund',
      why: 'Ein Status ab 500 ist ein Fehler des Servers oder eines Gateways davor.',
      next: () =>
        'Versuchen Sie es später noch einmal, oder sagen Sie denen Bescheid, die die API betreiben.',
    },
  },
};
