import { type FileHandle, open } from 'node:fs/promises';

export type FileSink = {
  write(bytes: Uint8Array): Promise<void>;
  /** On disk when it resolves. */
  finish(): Promise<void>;
};

/** A new file, readable by its owner only; one that exists already is not touched. */
export async function openFileSink(path: string): Promise<FileSink> {
  const file: FileHandle = await open(path, 'wx', 0o600);
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
    },
    async finish() {
      await file.sync();
      await file.close();
    },
  };
}
