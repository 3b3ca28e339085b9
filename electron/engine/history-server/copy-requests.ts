import type { Connection, Submittable } from 'pg';

/** What pg's connection can do besides what its types say: the messages of COPY. */
type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
};

type Settle = { resolve(rows: number): void; reject(error: unknown): void };

const pieceBytes = 256 * 1024;

/** What pg's client calls of a request under way; any other answer than that of a COPY is an error. */
abstract class CopyRequest implements Submittable {
  private readonly text: string;
  private readonly settle: Settle;
  private rows = 0;

  constructor(text: string, settle: Settle) {
    this.text = text;
    this.settle = settle;
  }

  submit(connection: Connection): void {
    connection.query(this.text);
  }
  handleCommandComplete(message: { readonly text?: string }): void {
    this.rows = Number(/^COPY (\d+)$/.exec(message.text ?? '')?.[1] ?? Number.NaN);
  }
  handleReadyForQuery(): void {
    this.settle.resolve(this.rows);
  }
  handleError(error: unknown): void {
    this.settle.reject(error);
  }
  handleEmptyQuery(): void {
    this.settle.reject(new Error('the answer was not that of a COPY'));
  }
  handleRowDescription(): void {
    this.handleEmptyQuery();
  }
  handleDataRow(): void {
    this.handleEmptyQuery();
  }
  handlePortalSuspended(): void {
    this.handleEmptyQuery();
  }
  handleCopyInResponse(connection: Connection): void {
    (connection as CopyConnection).sendCopyFail('nothing to send');
  }
  handleCopyData(_message: { readonly chunk: Buffer }): void {
    this.handleEmptyQuery();
  }
}

/** `COPY … FROM STDIN`: sends the body; resolves with the rows the server took. */
export class CopyIn extends CopyRequest {
  private readonly body: Buffer;
  constructor(text: string, body: Buffer, settle: Settle) {
    super(text, settle);
    this.body = body;
  }
  override handleCopyInResponse(connection: Connection): void {
    const copy = connection as CopyConnection;
    for (let at = 0; at < this.body.length; at += pieceBytes) copy.sendCopyFromChunk(this.body.subarray(at, at + pieceBytes));
    copy.endCopyFrom();
  }
}

/** `COPY … TO STDOUT`: hands on each piece of the answer; resolves with the rows the server says it gave. */
export class CopyOut extends CopyRequest {
  private readonly onPiece: (piece: Buffer) => void;
  constructor(text: string, onPiece: (piece: Buffer) => void, settle: Settle) {
    super(text, settle);
    this.onPiece = onPiece;
  }
  override handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.onPiece(chunk);
  }
}
