/** Puts a picture on the clipboard; where the browser refuses, saves it as a file. Says which it did. */
export async function copyOrSave(image: Promise<Blob>, name: string): Promise<'copied' | 'saved'> {
  try {
    if (!document.hasFocus()) throw new Error('without focus the clipboard is refused');
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
    return 'copied';
  } catch {
    saveFile(await image, name);
    return 'saved';
  }
}

/** Hands a file to the browser to be saved. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
