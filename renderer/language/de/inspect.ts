import type { Words } from '../words.ts';

export const inspect: Words['inspect'] = {
  title: 'Ein Token untersuchen',
  intro:
    'Fügen Sie ein JWT, einen Authorization-Header, eine URL oder einen ganzen curl-Befehl ein. Dekodiert wird hier, auf dieser Seite.',
  stays: 'Nichts davon verlässt diesen Rechner, wenn Sie es nicht verlangen.',
  input: 'Token, oder ein Text, der eines enthält',
  placeholder: 'eyJhbGciOi… oder Authorization: Bearer eyJ… oder curl -H …',
  clear: 'Leeren',
  picker: {
    nothing: 'Keine Umgebung passt.',
    more: (count) => `${count} weitere: Tippen Sie, um sie zu finden.`,
  },
  result: 'Was gefunden wurde',
  nothing: 'In diesem Text ist kein Token.',
  nothingHelp: 'Ein JWT besteht aus drei Teilen mit Punkten dazwischen und beginnt mit „eyJ“.',
  empty: 'Was das Token sagt, erscheint hier.',
  places: {
    alone: 'Der Text ist ein Token.',
    header: 'In einem Authorization-Header gefunden.',
    url: 'In einer URL gefunden. Token in URLs landen in Protokollen und Verläufen: Senden Sie sie in einem Header.',
    curl: 'In einem curl-Befehl gefunden.',
    text: 'Im Text gefunden.',
  },
  mends: {
    line_breaks:
      'Es enthielt Zeilenumbrüche oder Leerzeichen, die hier weggelassen sind. So, wie es war, nähme es keine API an.',
    quotes: 'Es stand in Anführungszeichen, die hier weggelassen sind. Sie gehören nicht zum Token.',
    percent: 'Es war für eine URL prozentkodiert und wird dekodiert gezeigt.',
  },
  broken: 'Das sieht wie ein JWT aus, lässt sich aber nicht dekodieren.',
  brokenHelp:
    'Ein Teil fehlt oder wurde verändert: Kopieren Sie es noch einmal, von „eyJ“ bis zum Ende des dritten Teils.',
  jwe: 'Das ist ein verschlüsseltes Token (JWE).',
  jweHelp:
    'Nur der, für den es bestimmt ist, hat den Schlüssel. Sein Kopf ist nicht verschlüsselt und steht unten.',
  opaque: 'Das ist ein undurchsichtiges Token: ein zufälliger Text, der nur seinem Aussteller etwas sagt.',
  opaqueHelp:
    'Es gibt nichts zu dekodieren, und das ist in Ordnung so. Sein Aussteller kann sagen, wofür es steht; die Einzelheiten eines Profils fragen ihn für Sie.',
  claims: 'Claims',
  header: 'Kopf',
  decoded: 'Das sagt das Token. Prüfen Sie es, bevor Sie es glauben.',
  remarks: {
    label: 'Bemerkungen',
    unsigned:
      'Es ist nicht signiert (alg none): Jeder könnte es geschrieben haben. Keine API darf es annehmen.',
    no_signature: 'Die Signatur fehlt: Ein Teil des Tokens wurde abgeschnitten.',
    shared_secret:
      'Es ist mit einem gemeinsamen Geheimnis signiert (HMAC): Nur wer das Geheimnis kennt, kann es prüfen, und hätte es auch machen können.',
    expired: (when) => `Es ist ${when} abgelaufen.`,
    not_yet_valid: (when) => `Es ist noch nicht gültig: Das wird es ${when}.`,
    from_the_future: (when) =>
      `Es gibt an, ${when} gemacht zu sein: Die Uhr des Ausstellers und diese stimmen nicht überein.`,
    never_expires: 'Es läuft nie ab. Gerät es in fremde Hände, gilt es, bis der Aussteller es widerruft.',
    milliseconds:
      'Seine Zeiten sind in Millisekunden. Ein JWT zählt Sekunden; Server lesen eine ferne Zukunft oder lehnen es ab.',
    long_lived: 'Es lebt länger als einen Tag. So lange kann es nutzen, wer es in die Hände bekommt.',
    id_token:
      'Es ist ein ID-Token: Es sagt einer Anwendung, wer sich angemeldet hat. Eine API will das Zugriffstoken.',
    refresh_token: 'Es ist ein Refresh-Token: Es gehört nur zum Token-Endpunkt und zu keiner API.',
    dpop_proof:
      'Es ist ein DPoP-Nachweis, der ein Token bei einer Anfrage begleitet. Selbst ist er kein Token.',
    logout_token: 'Es ist eine Mitteilung über Ereignisse, etwa eine Abmeldung. Es öffnet keine API.',
    client_assertion:
      'Aussteller und Subjekt sind gleich: Damit weist sich ein Client am Token-Endpunkt aus.',
    access_token: 'Es ist ein Zugriffstoken: das, was eine API will.',
    sender_bound: 'Es ist an einen Schlüssel oder ein Zertifikat gebunden (cnf): Allein nützt es nichts.',
    no_audience: 'Es nennt keinen Empfänger: Eine API, die sich darin sucht, wird es ablehnen.',
    insecure_issuer:
      'Sein Aussteller ist eine einfache http-Adresse: Unterwegs könnte jeder verändert haben, was er veröffentlicht.',
    foreign_keys:
      'Sein Kopf sagt, woher der Schlüssel zu holen sei. Dem darf kein Prüfender folgen; Fob tut es nicht.',
    critical: 'Es hat Angaben im Kopf, die ein Prüfender verstehen oder es ablehnen muss (crit).',
  },
  verify: {
    title: 'Prüfen',
    against: 'Gegen',
    profile: 'Ein Profil',
    jwks: 'Eingefügte Schlüssel',
    jwksUri: 'Adresse von Schlüsseln',
    profileLabel: 'Profil',
    jwksLabel: 'Schlüsselsatz (JWKS)',
    jwksHelp: 'Die öffentlichen Schlüssel des Ausstellers: {"keys":[…]}',
    jwksUriLabel: 'Adresse des Schlüsselsatzes',
    jwksUriHelp: 'https, oder http auf diesem Rechner',
    button: 'Prüfen',
    verifying: 'Wird geprüft …',
    fetchesProfile: (address, issuer) =>
      `Fob holt die öffentlichen Schlüssel von ${issuer ?? address}, so wie für dieses Profil auch sonst. Das Token bleibt auf diesem Rechner.`,
    fetchesNothing: 'Es wird nichts geholt: Fob prüft mit diesen Schlüsseln, auf diesem Rechner.',
    fetchesUri: (host) => `Fob holt die Schlüssel von ${host}. Das Token bleibt auf diesem Rechner.`,
    noProfiles: 'Es gibt noch kein Profil, gegen das geprüft werden könnte.',
    noKeys:
      'Dieses Profil kennt weder einen Aussteller noch eine Adresse von Schlüsseln, also gibt es nichts, wogegen zu prüfen wäre.',
  },
};
