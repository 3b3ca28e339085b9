/** After this long the browser has surely begun to read the file. */
const keptMs = 60_000;

/** Hands the pieces of a file to the browser to save under its name. */
export function saveToDisk(name: string, pieces: readonly Uint8Array<ArrayBuffer>[]): void {
  const url = URL.createObjectURL(new Blob([...pieces], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
