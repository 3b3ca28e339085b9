/**
 * OPC UA StatusCodes (OPC 10000-4, 7.39 and OPC 10000-6 Annex A.2), the quality of every value in Firstout.
 * The two top bits carry the severity: 00 good, 01 uncertain, 10 bad.
 */
export type Quality = number;

export const Q = {
  good: 0x00000000,
  goodLocalOverride: 0x00960000,
  uncertain: 0x40000000,
  uncertainLastUsable: 0x40900000,
  uncertainSensorNotAccurate: 0x40930000,
  uncertainEngineeringUnitsExceeded: 0x40940000,
  /** The measuring device is in manual: what it sends is what somebody set. */
  uncertainTransducerInManual: 0x42080000,
  uncertainSimulatedValue: 0x42090000,
  /** An aggregate that is partly made of bad or uncertain samples. */
  uncertainDataSubNormal: 0x40a40000,
  bad: 0x80000000,
  badUnexpectedError: 0x80010000,
  badInternalError: 0x80020000,
  badCommunicationError: 0x80050000,
  badTimeout: 0x800a0000,
  badWaitingForInitialData: 0x80320000,
  badNodeIdUnknown: 0x80340000,
  badNotReadable: 0x803a0000,
  badOutOfRange: 0x803c0000,
  badNotSupported: 0x803d0000,
  badNotConnected: 0x808a0000,
  badDeviceFailure: 0x808b0000,
  badSensorFailure: 0x808c0000,
  badOutOfService: 0x808d0000,
  badNoCommunication: 0x80310000,
  badConfigurationError: 0x80890000,
  badTypeMismatch: 0x80740000,
  /** Nothing was recorded up to the time asked for. */
  badNoData: 0x809b0000,
} as const satisfies Readonly<Record<string, Quality>>;

export const isGood = (quality: Quality): boolean => quality >>> 30 === 0;
export const isUncertain = (quality: Quality): boolean => quality >>> 30 === 1;
/** True for severity bad and for the reserved severity 11, which no good value carries. */
export const isBad = (quality: Quality): boolean => quality >>> 31 === 1;

/** True when the link to the device, not the sensor, is why there is no value; shown as "----" with the device's name. */
export function isNoLink(quality: Quality): boolean {
  const code = (quality & 0xffff0000) >>> 0;
  return code === Q.badNotConnected || code === Q.badNoCommunication || code === Q.badCommunicationError || code === Q.badTimeout;
}

/** The worse of two qualities: bad before uncertain before good; of equals the first, so the earliest cause is kept. */
export function worse(a: Quality, b: Quality): Quality {
  return b >>> 30 > a >>> 30 ? b >>> 0 : a >>> 0;
}

const words: ReadonlyMap<number, string> = new Map([
  [Q.good, 'good'],
  [Q.goodLocalOverride, 'forced'],
  [Q.uncertain, 'uncertain'],
  [Q.uncertainLastUsable, 'last usable value'],
  [Q.uncertainSensorNotAccurate, 'sensor not accurate'],
  [Q.uncertainEngineeringUnitsExceeded, 'outside the measuring range'],
  [Q.uncertainTransducerInManual, 'device in manual'],
  [Q.uncertainSimulatedValue, 'simulated'],
  [Q.uncertainDataSubNormal, 'partly from bad or uncertain samples'],
  [Q.bad, 'bad'],
  [Q.badUnexpectedError, 'unexpected error in the device'],
  [Q.badInternalError, 'internal error'],
  [Q.badCommunicationError, 'communication error'],
  [Q.badTimeout, 'no answer in time'],
  [Q.badWaitingForInitialData, 'waiting for the first value'],
  [Q.badNodeIdUnknown, 'address unknown to the device'],
  [Q.badNotReadable, 'not readable'],
  [Q.badOutOfRange, 'out of range'],
  [Q.badNotSupported, 'not supported by the device'],
  [Q.badNotConnected, 'not connected'],
  [Q.badDeviceFailure, 'device failure'],
  [Q.badSensorFailure, 'sensor failure'],
  [Q.badOutOfService, 'out of service'],
  [Q.badNoCommunication, 'no communication'],
  [Q.badConfigurationError, 'configuration error'],
  [Q.badTypeMismatch, 'wrong data type'],
  [Q.badNoData, 'no history at this time'],
]);

/** Words for a status code; an unknown one is named by severity and number, so nothing is hidden. */
export function qualityWords(quality: Quality): string {
  const known = words.get((quality & 0xffff0000) >>> 0);
  if (known !== undefined) return known;
  const severity = isBad(quality) ? 'bad' : isUncertain(quality) ? 'uncertain' : 'good';
  return `${severity}, status 0x${(quality >>> 0).toString(16).padStart(8, '0')}`;
}

/** How a value is drawn (the quality table of the design): each kind has its own mark and word. */
export type QualityKind = 'good' | 'forced' | 'uncertain' | 'stale' | 'bad' | 'no-link' | 'waiting';

export function qualityKind(quality: Quality): QualityKind {
  const code = (quality & 0xffff0000) >>> 0;
  if (code === Q.badWaitingForInitialData || code === Q.badNoData) return 'waiting';
  if (isBad(quality)) return isNoLink(quality) ? 'no-link' : 'bad';
  if (code === Q.uncertainLastUsable) return 'stale';
  if (isUncertain(quality)) return 'uncertain';
  return code === Q.goodLocalOverride ? 'forced' : 'good';
}
