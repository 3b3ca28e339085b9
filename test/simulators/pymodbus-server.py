"""A Modbus TCP server by pymodbus (Debian's python3-pymodbus, 3.0.0rc1): a peer that is not ours.

python3 pymodbus-server.py PORT   (0: any)
Says {"port": N} on stdout when it listens. Then takes lines on stdin:
  set TABLE OFFSET VALUE...   ->  ok        (TABLE: c coils, d discrete inputs, h holding, i input registers)
  get TABLE OFFSET COUNT      ->  [values]
Unit 1 only; registers 0 to 199 and 1000 to 1999 exist, everything else is exception 2. Ends with its stdin.
"""
import asyncio
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusTcpServer

FUNCTION = {"c": 1, "d": 2, "h": 3, "i": 4}


def block():
    return ModbusSparseDataBlock({address: 0 for address in [*range(0, 200), *range(1000, 2000)]})


async def main():
    unit = ModbusSlaveContext(co=block(), di=block(), hr=block(), ir=block(), zero_mode=True)
    context = ModbusServerContext(slaves={1: unit}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", int(sys.argv[1])), allow_reuse_address=True)
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(json.dumps({"port": server.server.sockets[0].getsockname()[1]}), flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode():
        verb, table, offset, *numbers = line.split()
        if verb == "set":
            unit.setValues(FUNCTION[table], int(offset), [int(number) for number in numbers])
            print("ok", flush=True)
        else:
            print(json.dumps([int(value) for value in unit.getValues(FUNCTION[table], int(offset), int(numbers[0]))]), flush=True)
    serving.cancel()


asyncio.run(main())
