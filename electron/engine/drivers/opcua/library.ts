import type * as CertificateLibrary from 'node-opcua-certificate-manager';
import type * as ClientLibrary from 'node-opcua-client';
import type { Log } from '../../ports.ts';

export type OpcuaLibrary = typeof ClientLibrary & Pick<typeof CertificateLibrary, 'OPCUACertificateManager'>;

let loading: Promise<OpcuaLibrary> | null = null;

/**
 * The OPC UA library, loaded at the first call: it takes about half a second, which a project without OPC UA devices
 * does not pay. Its own console output goes to the log of the first caller, errors only: what a person needs to know
 * this driver says itself.
 */
export function loadOpcuaLibrary(log: Log): Promise<OpcuaLibrary> {
  loading ??= Promise.all([import('node-opcua-client'), import('node-opcua-certificate-manager')]).then(([client, certificates]) => {
    const silent = (): void => undefined;
    client.setDebugLogger(silent);
    client.setWarningLogger(silent);
    client.setErrorLogger((...words: unknown[]) => {
      const [firstLine = ''] = words.map(String).join(' ').split('\n');
      log.warn('OPC UA library', firstLine.slice(0, 300));
    });
    return { ...client, OPCUACertificateManager: certificates.OPCUACertificateManager };
  });
  return loading;
}
