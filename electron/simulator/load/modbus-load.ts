import { modbusException } from '../servers/modbus-image.ts';
import { ModbusServer } from '../servers/modbus-server.ts';
import { changeInTurn } from './change-in-turn.ts';
import { sequenceLimit, type LoadOptions, type LoadSource } from './load-options.ts';

/** Tags of one unit: 65,536 registers hold this many float32 values. */
const tagsPerUnit = 32_768;

/**
 * Modbus TCP load source: tag n is the float32 (ABCD) at holding and input register 2·(n mod 32,768) of unit
 * 1 + n div 32,768. Answers straight from one buffer of registers in wire order, pipelined.
 */
export async function startModbusLoad(o: LoadOptions): Promise<LoadSource> {
  const registers = Buffer.alloc(o.tags * 4);
  const sequence = new Uint32Array(o.tags);
  let changes = 0;
  const server = new ModbusServer((unit, request) => answer(registers, unit, request));
  const port = await server.listen(o.port);
  const stop = changeInTurn(o.tags, o.rate, (tag) => {
    const next = ((sequence[tag] ?? 0) + 1) % sequenceLimit;
    sequence[tag] = next;
    registers.writeFloatBE(next, tag * 4);
    changes += 1;
  });
  return {
    ports: { load: port },
    changes: () => changes,
    stop: async () => {
      stop();
      await server.close();
    },
  };
}

function answer(registers: Buffer, unit: number, request: Buffer): Buffer {
  const code = request[0] ?? 0;
  if (code !== 3 && code !== 4) return Buffer.from([code | 0x80, modbusException.illegalFunction]);
  if (request.length !== 5) return Buffer.from([code | 0x80, modbusException.illegalValue]);
  const count = request.readUInt16BE(3);
  if (count < 1 || count > 125) return Buffer.from([code | 0x80, modbusException.illegalValue]);
  const from = ((unit - 1) * tagsPerUnit * 2 + request.readUInt16BE(1)) * 2;
  if (unit < 1 || from + count * 2 > registers.length) return Buffer.from([code | 0x80, modbusException.illegalAddress]);
  const pdu = Buffer.allocUnsafe(2 + count * 2);
  pdu[0] = code;
  pdu[1] = count * 2;
  registers.copy(pdu, 2, from, from + count * 2);
  return pdu;
}
