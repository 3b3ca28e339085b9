import { Q, type Quality } from '#shared/model/quality.ts';

/**
 * Exception codes of the Modbus Application Protocol Specification V1.1b3, section 7 (from general knowledge and vendor
 * manuals; the specification itself was not at hand).
 */
export const exception = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  deviceFailure: 4,
  acknowledge: 5,
  busy: 6,
  parityError: 8,
  gatewayPath: 10,
  gatewayTarget: 11,
} as const;

/** The quality of values whose request was answered with this exception. */
export function exceptionQuality(code: number): Quality {
  switch (code) {
    case exception.illegalFunction:
      return Q.badNotSupported;
    case exception.illegalAddress:
    case exception.illegalValue:
      return Q.badOutOfRange;
    case exception.deviceFailure:
    case exception.parityError:
      return Q.badDeviceFailure;
    case exception.acknowledge:
    case exception.busy:
      return Q.badOutOfService;
    case exception.gatewayPath:
      return Q.badNoCommunication;
    case exception.gatewayTarget:
      return Q.badTimeout;
    default:
      return Q.badUnexpectedError;
  }
}

const words: ReadonlyMap<number, string> = new Map([
  [1, 'the function is not supported (exception 1)'],
  [2, 'the address does not exist in the device (exception 2)'],
  [3, 'the device refuses the value or the length (exception 3)'],
  [4, 'the device has failed (exception 4)'],
  [5, 'the device accepted the request and needs more time (exception 5)'],
  [6, 'the device is busy (exception 6)'],
  [8, 'the device found a memory error (exception 8)'],
  [10, 'the gateway has no path to the unit (exception 10)'],
  [11, 'the unit behind the gateway does not answer (exception 11)'],
]);

/** What the device meant, as part of a sentence. */
export function exceptionWords(code: number): string {
  return words.get(code) ?? `the device answered with exception ${code}`;
}
