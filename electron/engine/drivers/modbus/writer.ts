import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { DriverContext, WriteFault } from '../driver.ts';
import { encodeValue } from './codec.ts';
import { exception, exceptionWords } from './exceptions.ts';
import type { Point } from './blocks.ts';
import type { Line } from './line.ts';
import type { ModbusOptions } from './options.ts';
import type { Exchange } from './transport.ts';

type Answer =
  | { readonly kind: 'reply'; readonly bytes: Uint8Array }
  | { readonly kind: 'exception'; readonly code: number }
  | { readonly kind: 'timeout' | 'lost' | 'unsent' };

export type WriteResult = Result<null, WriteFault>;

/** Writes one value at a time, in the order asked for. */
export type Writer = { write(point: Point, value: number | string, untilMs?: number): Promise<WriteResult> };

const both = (value: number): readonly [number, number] => [(value >> 8) & 255, value & 255];

/**
 * Writes by functions 5, 6, 15 and 16; a bit of a holding register by mask write (22), or where the device does not know
 * that, by reading the register and writing it back: a change the device makes between the two is lost. A write is
 * confirmed by the echo of its address and value. It is sent once: after a time-out or a lost link it is in doubt
 * (`timeout`), and what waits behind it on a lost link is not sent (`not-connected`). One that gets no answer ends its
 * connection, unless a later request was answered: in whatever buffer it still is, it must not arrive minutes later.
 */
export function createWriter(context: DriverContext, options: ModbusOptions, line: () => Line): Writer {
  const { device } = context;
  const withoutMaskWrite = new Set<number>();
  let tail: Promise<unknown> = Promise.resolve();

  function ask(unit: number, pdu: Uint8Array, replyLength: number, echoed: number, writeUntilMs?: number): Promise<Answer> {
    if (!line().isConnected || (writeUntilMs !== undefined && context.clock.monotonicMs() >= writeUntilMs)) return Promise.resolve({ kind: 'unsent' });
    return new Promise((resolve) => {
      const exchange: Exchange = {
        unit,
        pdu,
        replyLength,
        waitMs: options.timeoutMs,
        ...(writeUntilMs === undefined ? {} : { writeUntilMs }),
        sentMs: Number.NaN,
        sentAfter: 0,
        isRight(bytes, at) {
          for (let byte = 1; byte < echoed; byte++) if (bytes[at + byte] !== pdu[byte]) return false;
          return echoed > 0 || bytes[at + 1] === replyLength - 2;
        },
        onReply: (bytes, at) => resolve({ kind: 'reply', bytes: Uint8Array.from(bytes.subarray(at, at + replyLength)) }),
        onException: (code) => resolve({ kind: 'exception', code }),
        onTimeout() {
          resolve({ kind: 'timeout' });
          // Answers come in the order of requests but for those sent together: more of them than that, and this one was read.
          const wasRead = line().answers - exchange.sentAfter > options.maxInFlight;
          if (writeUntilMs === undefined || wasRead) return;
          line().drop({ kind: 'silent', sentence: `${device.name} did not answer a write; its connection is made anew, so that nothing of it arrives late.` });
        },
        onLost: () => resolve({ kind: Number.isNaN(exchange.sentMs) ? 'unsent' : 'lost' }),
      };
      line().urgent(exchange);
      line().pump();
    });
  }

  function judged(answer: Answer, what: string): WriteResult {
    switch (answer.kind) {
      case 'reply':
        return ok(null);
      case 'exception':
        return refused('rejected-by-device', `${device.name} refused ${what}: ${exceptionWords(answer.code)}.`);
      case 'unsent':
        return refused('not-connected', `${device.name} was not reached in time; ${what} was not sent.`, 'Try again when the link is up.');
      default:
        return refused(
          'timeout',
          `${device.name} did not confirm ${what}; it may or may not have taken it.`,
          'Check the value the device reports before trying again.',
        );
    }
  }

  async function writeBit(point: Point, isOn: boolean, untilMs: number): Promise<Answer> {
    const { offset, bit, order } = point.tag.address;
    const mask = 1 << (order === 'BADC' || order === 'DCBA' ? bit! ^ 8 : bit!);
    if (!withoutMaskWrite.has(point.unit)) {
      const pdu = Uint8Array.of(22, ...both(offset), ...both(~mask), ...both(isOn ? mask : 0));
      const answer = await ask(point.unit, pdu, 7, 7, untilMs);
      if (answer.kind === 'timeout') withoutMaskWrite.add(point.unit);
      if (answer.kind !== 'exception' || answer.code !== exception.illegalFunction) return answer;
      withoutMaskWrite.add(point.unit);
    }
    const before = await ask(point.unit, Uint8Array.of(3, ...both(offset), 0, 1), 4, 0);
    if (before.kind !== 'reply') return before.kind === 'exception' ? before : { kind: 'unsent' };
    const word = (before.bytes[2]! << 8) | before.bytes[3]!;
    return writeRegisters(point.unit, offset, Uint8Array.from(both(isOn ? word | mask : word & ~mask)), untilMs);
  }

  function writeRegisters(unit: number, offset: number, bytes: Uint8Array, untilMs: number): Promise<Answer> {
    const count = bytes.length / 2;
    if (count === 1 && !options.writeMultipleOnly) return ask(unit, Uint8Array.of(6, ...both(offset), ...bytes), 5, 5, untilMs);
    return ask(unit, Uint8Array.of(16, ...both(offset), ...both(count), bytes.length, ...bytes), 5, 5, untilMs);
  }

  async function writeNow(point: Point, value: number | string, untilMs: number): Promise<WriteResult> {
    const { address, id } = point.tag;
    const what = `${JSON.stringify(value)} for ${id}`;
    if (address.table === 'coil' || address.bit !== null) {
      if (value !== 0 && value !== 1) return refused('out-of-range', `${what} cannot be written; a bit takes 0 or 1.`);
      if (address.bit !== null) return judged(await writeBit(point, value === 1, untilMs), what);
      const pdu = options.writeMultipleOnly
        ? Uint8Array.of(15, ...both(address.offset), 0, 1, 1, value)
        : Uint8Array.of(5, ...both(address.offset), value === 1 ? 255 : 0, 0);
      return judged(await ask(point.unit, pdu, 5, 5, untilMs), what);
    }
    if (point.tag.type === 'bool' && value !== 0 && value !== 1)
      return refused('out-of-range', `${what} cannot be written; a bool takes 0 or 1.`);
    const encoded = encodeValue(address, value);
    if (!encoded.ok) return refused('out-of-range', `${id} was not written: ${encoded.sentence}.`);
    if (encoded.bytes.length > 2 * options.maxRegistersPerWrite)
      return refused('out-of-range', `${id} takes ${encoded.bytes.length / 2} registers, more than one request may write.`);
    return judged(await writeRegisters(point.unit, address.offset, encoded.bytes, untilMs), what);
  }

  return {
    write(point, value, untilMs = Number.POSITIVE_INFINITY) {
      const { table } = point.tag.address;
      if (!point.tag.writable || table === 'input' || table === 'discrete')
        return Promise.resolve(refused('not-writable', `${point.tag.id} cannot be written.`));
      const result = tail.then(() => writeNow(point, value, untilMs));
      tail = result.catch(() => undefined);
      return result;
    },
  };
}
