/** Why the store refused: `full` the disk is full, `failed` the file or its thread does not work, `closed` the store was closed, `cancelled` nobody wants the answer any more. */
export type StoreErrorCode = 'full' | 'failed' | 'closed' | 'cancelled';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}
