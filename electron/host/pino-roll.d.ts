declare module 'pino-roll' {
  /** A stream that starts a new file when one is full; resolves when the first file is open. */
  export default function openRolling(options: {
    readonly file: string;
    readonly size?: string;
    readonly limit?: { readonly count: number };
    readonly mkdir?: boolean;
  }): Promise<NodeJS.WritableStream & { end(): void }>;
}
