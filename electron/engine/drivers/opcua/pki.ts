import { X509Certificate } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { PeerCertificate } from '../driver.ts';
import type { OpcuaLibrary } from './library.ts';

/** Our own application instance certificate and the trust list, as one connection uses them. */
export type Identity = {
  readonly manager: OPCUACertificateManager;
  readonly certificateFile: string;
  readonly applicationUri: string;
};

const validDays = 3650;
const storeOf = (dataDir: string): string => join(dataDir, 'opcua-pki');

const ownFiles = [join('own', 'private', 'private_key.pem'), join('own', 'certs', 'firstout.pem')] as const;
/** The making of the console's own certificate by shared folder: devices that start together wait for the one. */
const making = new Map<string, Promise<void>>();

/**
 * Opens the certificate store of a device: its trust list is its own, key and certificate are the console's, one for all
 * devices, so that a plant's servers have one client to trust. They are made in `sharedDir` at the first run (RSA 2048,
 * self-signed) and copied. A peer nobody has trusted is refused. Files put into `trusted/certs` by hand count from the
 * next connection on, which is why the folder needs no watcher. The caller disposes the manager.
 */
export async function openIdentity(library: OpcuaLibrary, dataDir: string, sharedDir: string, nowMs: number): Promise<Identity> {
  const shared = storeOf(sharedDir);
  const mine = storeOf(dataDir);
  if ((await readCertificate(join(mine, ownFiles[1]))) === null) {
    const made = making.get(shared) ?? openStore(library, shared, nowMs).then(({ manager }) => manager.dispose());
    making.set(shared, made);
    await made.catch((error: unknown) => {
      making.delete(shared);
      throw error;
    });
    for (const file of ownFiles) {
      await mkdir(dirname(join(mine, file)), { recursive: true });
      await copyFile(join(shared, file), join(mine, file));
    }
  }
  return openStore(library, mine, nowMs);
}

async function openStore(library: OpcuaLibrary, rootFolder: string, nowMs: number): Promise<Identity> {
  await mkdir(rootFolder, { recursive: true });
  const manager = new library.OPCUACertificateManager({
    rootFolder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
    keySize: 2048,
  });
  await manager.initialize();
  const certificateFile = join(rootFolder, ownFiles[1]);
  const known = await readCertificate(certificateFile);
  if (known !== null) {
    // The machine may have been renamed since: the certificate decides which application this is, not the host name.
    const uri = /URI:([^,]+)/.exec(known.subjectAltName ?? '')?.[1];
    if (uri !== undefined) return { manager, certificateFile, applicationUri: uri.trim() };
  }
  const host = hostname();
  const applicationUri = `urn:${host}:firstout`;
  await manager.createSelfSignedCertificate({
    applicationUri,
    dns: [host],
    outputFile: certificateFile,
    subject: `/CN=Firstout@${host}/O=Firstout`,
    startDate: new Date(nowMs),
    validity: validDays,
  });
  return { manager, certificateFile, applicationUri };
}

/** Server certificates that were refused and not trusted since. */
export async function listRejected(dataDir: string): Promise<readonly PeerCertificate[]> {
  const found: PeerCertificate[] = [];
  for (const certificate of await rejectedFiles(dataDir)) found.push(describeCertificate(certificate));
  return found;
}

/** Moves a refused certificate to the trusted ones; the next connection accepts it. */
export async function trustRejected(library: OpcuaLibrary, dataDir: string, thumbprint: string): Promise<Result<null, 'not-found'>> {
  const wanted = thumbprint.replace(/[^0-9a-f]/gi, '').toLowerCase();
  for (const certificate of await rejectedFiles(dataDir)) {
    if (describeCertificate(certificate).thumbprint !== wanted) continue;
    const manager = new library.OPCUACertificateManager({ rootFolder: storeOf(dataDir), disableFileWatchers: true });
    try {
      await manager.initialize();
      await manager.trustCertificate(certificate.raw);
    } finally {
      await manager.dispose();
    }
    return ok(null);
  }
  return refused('not-found', `No refused certificate has the thumbprint ${thumbprint}.`, 'Connect once more, then look at the list again.');
}

const describeCertificate = (certificate: X509Certificate): PeerCertificate => ({
  // SHA-1 over the certificate, hexadecimal: what OPC UA tools show (OPC 10000-6, 6.2.2, calls it the thumbprint).
  thumbprint: certificate.fingerprint.replaceAll(':', '').toLowerCase(),
  subject: certificate.subject.replaceAll('\n', ', '),
  validToMs: Date.parse(certificate.validTo),
});

async function rejectedFiles(dataDir: string): Promise<X509Certificate[]> {
  const folder = join(storeOf(dataDir), 'rejected');
  const names = await readdir(folder).catch(() => []);
  const certificates = await Promise.all(names.map((name) => readCertificate(join(folder, name))));
  return certificates.filter((certificate) => certificate !== null);
}

/** Null where there is no file or it holds no certificate: a stray file in the store stops nothing. */
async function readCertificate(file: string): Promise<X509Certificate | null> {
  try {
    return new X509Certificate(await readFile(file));
  } catch {
    return null;
  }
}
