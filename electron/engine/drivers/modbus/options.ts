import { z } from 'zod';

/** `options` of a Modbus TCP device, as they stand in `devices/*.yaml`. */
export const ModbusOptions = z.strictObject({
  host: z.string().min(1).describe('Name or address of the PLC or gateway'),
  port: z.number().int().min(1).max(65_535).default(502).describe('TCP port'),
  unit: z.number().int().min(0).max(255).default(1).describe('Unit id of addresses that name none'),
  timeoutMs: z.number().min(10).max(60_000).default(1000).describe('Longest wait for one answer, ms'),
  connectTimeoutMs: z.number().min(50).max(60_000).default(3000).describe('Longest wait for the TCP connection, ms'),
  maxInFlight: z
    .number()
    .int()
    .min(1)
    .max(16)
    .default(4)
    .describe('Requests sent ahead of their answers; falls back to 1 by itself when the device mixes them up'),
  maxRegistersPerRead: z.number().int().min(4).max(125).default(125).describe('Registers in one read request'),
  maxBitsPerRead: z.number().int().min(1).max(2000).default(2000).describe('Coils or discrete inputs in one read request'),
  maxGap: z
    .number()
    .int()
    .min(0)
    .max(120)
    .default(16)
    .describe('Registers read needlessly to make one request out of two (sixteen times as many coils)'),
  maxRegistersPerWrite: z.number().int().min(1).max(123).default(123).describe('Registers in one write request'),
  writeMultipleOnly: z.boolean().default(false).describe('Write single values by functions 15 and 16, for devices without 5 and 6'),
  reconnectMaxMs: z.number().min(500).max(600_000).default(30_000).describe('Longest pause between attempts to reconnect, ms'),
});
export type ModbusOptions = z.infer<typeof ModbusOptions>;
