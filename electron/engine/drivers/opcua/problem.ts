import type { OpcuaOptions } from './options.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One sentence for a person on why there is no session with the server, made from what the library threw. */
export function describeProblem(error: unknown, options: OpcuaOptions, certificateFile: string | null): string {
  const message = messageOf(error);
  const server = options.endpoint;
  if (error instanceof OpcuaProblem) return message;
  if (/server Certificate verification failed/.test(message)) {
    const status = /Bad\w+/.exec(message)?.[0] ?? '';
    if (status === 'BadCertificateUntrusted' || status === 'BadCertificateChainIncomplete') {
      return `The certificate of ${server} is not trusted: compare its thumbprint with the server's, then trust it at this device.`;
    }
    if (status === 'BadCertificateTimeInvalid') return `The certificate of ${server} has expired or is not valid yet: renew it in the server.`;
    return `The certificate of ${server} was refused (${status}): renew or replace it in the server.`;
  }
  if (/Cannot find \w+ user token policy/i.test(message) && options.user.kind !== 'anonymous') {
    const way = options.user.kind === 'password' ? 'name and password' : 'certificate';
    return `${server} offers no sign-in by ${way} with ${options.securityPolicy}: choose another user or policy.`;
  }
  if (/Cannot find \w+ user token policy|BadIdentityTokenRejected|BadUserAccessDenied|BadIdentityTokenInvalid|BadUserSignatureInvalid/i.test(message)) {
    const { user } = options;
    if (user.kind === 'password') return `${server} refused user '${user.name}': check name and password.`;
    if (user.kind === 'certificate') return `${server} refused the user certificate: let the server trust it.`;
    return `${server} refuses anonymous access: give a user in the options of the device.`;
  }
  if (/cannot find endpoint|BadSecurityPolicyRejected|BadSecurityModeRejected|cannot find an? endpoint|No endpoint|End point must exist/i.test(message)) {
    return `${server} offers no endpoint with ${options.securityPolicy} and ${options.securityMode}: choose a policy and mode it offers.`;
  }
  if (/BadSecurityChecksFailed|BadCertificate\w*|BadApplicationSignatureInvalid/.test(message)) {
    const ours = certificateFile === null ? 'our certificate' : `our certificate (${certificateFile})`;
    return `${server} refused ${ours}: trust it in the server.`;
  }
  if (/BadTooManySessions/.test(message)) return `${server} has no session left: close another client or raise its limit.`;
  // The library gives this for every socket that ends early, and for a refusal by servers that just hang up.
  if (/connection may have been rejected|disconnected by third party|ECONNRESET|EPIPE/i.test(message)) {
    const trust = options.securityPolicy === 'None' ? '' : `, and that it trusts our certificate${certificateFile === null ? '' : ` (${certificateFile})`}`;
    return `${server} closed the connection before a session stood: check that it runs${trust}.`;
  }
  if (/ECONNREFUSED/.test(message)) return `Nothing answers at ${server}: check that the server runs and that the port is right.`;
  if (/ENOTFOUND|EAI_AGAIN/.test(message)) return `The name in ${server} is unknown: check its spelling or give the address.`;
  if (/EHOSTUNREACH|ENETUNREACH|EHOSTDOWN/.test(message)) return `There is no way to ${server}: check cable, switch and network settings.`;
  if (/ETIMEDOUT|timeout|timed out|BadTimeout/i.test(message)) return `${server} did not answer in time: check network and server.`;
  if (/Fail to connect to server|Cannot connect/i.test(message)) return `${server} cannot be reached: check that it runs, and network and port.`;
  if (/BadShutdown|BadServerHalted/.test(message)) return `${server} is shutting down: wait until it is back.`;
  if (/BadTcpEndpointUrlInvalid/.test(message)) return `${server} does not serve this path: check the endpoint.`;
  const [firstLine = ''] = message.trim().split('\n');
  return `No session with ${server}: ${firstLine.slice(0, 160)}.`;
}

/** An error whose message already is the sentence to show. */
export class OpcuaProblem extends Error {}
