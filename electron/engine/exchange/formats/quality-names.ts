import { isBad, isUncertain } from '#shared/model/quality.ts';

/**
 * Symbolic names of OPC UA StatusCodes (OPC 10000-6, Annex A.2, StatusCode.csv; read as published with the standard) that
 * drivers and this console give. The number is exported beside the name, so a name missing here hides nothing.
 */
const names: readonly (readonly [number, string])[] = [
  [0x00000000, 'Good'],
  [0x00960000, 'GoodLocalOverride'],
  [0x00920000, 'GoodEntryInserted'],
  [0x00930000, 'GoodEntryReplaced'],
  [0x00a50000, 'GoodNoData'],
  [0x00a60000, 'GoodMoreData'],
  [0x002f0000, 'GoodOverload'],
  [0x002e0000, 'GoodCompletesAsynchronously'],
  [0x00300000, 'GoodClamped'],
  [0x40000000, 'Uncertain'],
  [0x408f0000, 'UncertainNoCommunicationLastUsableValue'],
  [0x40900000, 'UncertainLastUsableValue'],
  [0x40910000, 'UncertainSubstituteValue'],
  [0x40920000, 'UncertainInitialValue'],
  [0x40930000, 'UncertainSensorNotAccurate'],
  [0x40940000, 'UncertainEngineeringUnitsExceeded'],
  [0x40950000, 'UncertainSubNormal'],
  [0x40a40000, 'UncertainDataSubNormal'],
  [0x80000000, 'Bad'],
  [0x80010000, 'BadUnexpectedError'],
  [0x80020000, 'BadInternalError'],
  [0x80030000, 'BadOutOfMemory'],
  [0x80040000, 'BadResourceUnavailable'],
  [0x80050000, 'BadCommunicationError'],
  [0x80060000, 'BadEncodingError'],
  [0x80070000, 'BadDecodingError'],
  [0x800a0000, 'BadTimeout'],
  [0x800b0000, 'BadServiceUnsupported'],
  [0x800c0000, 'BadShutdown'],
  [0x800d0000, 'BadServerNotConnected'],
  [0x801f0000, 'BadUserAccessDenied'],
  [0x80310000, 'BadNoCommunication'],
  [0x80320000, 'BadWaitingForInitialData'],
  [0x80330000, 'BadNodeIdInvalid'],
  [0x80340000, 'BadNodeIdUnknown'],
  [0x80350000, 'BadAttributeIdInvalid'],
  [0x803a0000, 'BadNotReadable'],
  [0x803b0000, 'BadNotWritable'],
  [0x803c0000, 'BadOutOfRange'],
  [0x803d0000, 'BadNotSupported'],
  [0x803e0000, 'BadNotFound'],
  [0x80400000, 'BadNotImplemented'],
  [0x80740000, 'BadTypeMismatch'],
  [0x80890000, 'BadConfigurationError'],
  [0x808a0000, 'BadNotConnected'],
  [0x808b0000, 'BadDeviceFailure'],
  [0x808c0000, 'BadSensorFailure'],
  [0x808d0000, 'BadOutOfService'],
  [0x809b0000, 'BadNoData'],
  [0x80d70000, 'BadBoundNotFound'],
  [0x80d80000, 'BadBoundNotSupported'],
  [0x80da0000, 'BadAggregateListMismatch'],
];
const nameOf = new Map(names);
const codeOf = new Map(names.map(([code, name]) => [name.toLowerCase(), code] as const));

/** The name of a status code by its upper 16 bits; one that is not listed is named by its severity. */
export function qualityName(quality: number): string {
  const known = nameOf.get((quality & 0xffff0000) >>> 0);
  if (known !== undefined) return known;
  return isBad(quality) ? 'Bad' : isUncertain(quality) ? 'Uncertain' : 'Good';
}

/** A status code from a name or a number (decimal or 0x…), as the cells of a quality column have it; null when it is neither. */
export function readQuality(cell: string): number | null {
  const text = cell.trim();
  const named = codeOf.get(text.toLowerCase());
  if (named !== undefined) return named;
  if (!/^(0[xX][0-9a-fA-F]{1,8}|\d{1,10})$/.test(text)) return null;
  const number = Number(text);
  return number <= 0xffff_ffff ? number : null;
}
