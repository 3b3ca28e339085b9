/** `away`: it may come back by itself. `refused`: somebody has to change something. `cancelled`: nobody wants the answer any more. */
export type ServerTroubleKind = 'away' | 'refused' | 'cancelled';

/** Why the history server could not be used, as a sentence. */
export class ServerTrouble extends Error {
  readonly kind: ServerTroubleKind;
  /** SQLSTATE where the server gave one. */
  readonly code: string | null;
  constructor(kind: ServerTroubleKind, sentence: string, code: string | null = null) {
    super(sentence);
    this.name = 'ServerTrouble';
    this.kind = kind;
    this.code = code;
  }
}

/** What a server or library said, bounded and on one line: it may be hostile. */
const said = (error: unknown): string => {
  const text = error instanceof Error ? error.message : typeof error === 'string' ? error : 'no reason given';
  // oxlint-disable-next-line no-control-regex
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
};

const tlsCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Any error of the connection as a trouble with a sentence; `where` is `host:port`. */
export function troubleOf(error: unknown, where: string): ServerTrouble {
  if (error instanceof ServerTrouble) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const away = (sentence: string): ServerTrouble => new ServerTrouble('away', sentence, code === '' ? null : code);
  const refused = (sentence: string): ServerTrouble => new ServerTrouble('refused', sentence, code === '' ? null : code);
  if (tlsCodes.has(code))
    return refused(
      `The certificate of the history server ${where} is not trusted (${said(error)}). Put the certificate of its authority into history-server-ca.pem in the data folder, or check whom you are speaking to.`,
    );
  if (code === '' && said(error).includes('does not support SSL'))
    return refused(
      `The history server ${where} does not speak TLS. Turn TLS on there, or set historian.server.tls to off where the network is trusted.`,
    );
  if (code === '' && said(error).startsWith('SASL'))
    return refused(`The history server ${where} and this console do not agree on the password (${said(error)}). Check passwordFile.`);
  if (code.startsWith('28'))
    return refused(`The history server ${where} refuses this console’s user: ${said(error)}. Check user and passwordFile.`);
  if (code === '3D000')
    return refused(`The history server ${where} has no such database: ${said(error)}. Make it, or check historian.server.database.`);
  if (code === '42501')
    return refused(
      `The history server ${where} does not permit what is needed: ${said(error)}. Give the user CREATE on the database or on the schema.`,
    );
  if (code === '25006') return away(`The history server ${where} takes no changes now: it is a standby or read only.`);
  if (code === '57014') return away(`The history server ${where} took too long over a request.`);
  if (code === '57P03' || code === '57P01' || code === '57P02') return away(`The history server ${where} is starting or being shut down.`);
  if (code.startsWith('53')) return away(`The history server ${where} is short of space or connections: ${said(error)}.`);
  if (code === '55P03' || code === '40P01' || code === '40001')
    return away(`The history server ${where} is held up by another user of it: ${said(error)}.`);
  if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith('08'))
    return refused(`The history server ${where} refused a request: ${said(error)}.`);
  return away(`The history server ${where} cannot be reached: ${said(error)}.`);
}
