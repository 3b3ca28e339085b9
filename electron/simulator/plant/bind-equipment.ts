import type { Controller } from '../plc/controller.ts';
import type { PlantIo } from './io.ts';
import type { World } from './world.ts';

const bit = (claim: boolean): number => (claim ? 1 : 0);

/** Binds what every motor, valve and controller has, by the naming rule of the tags: P-201A.RUN, FCV-2011.ZT, FIC-2011.SP. */
export function bindEquipment(io: PlantIo, world: World, controllers: readonly Controller[], stamp: (simMs: number) => number): void {
  for (const motor of world.motors.byId.values()) {
    const id = motor.id;
    const run = io.event(`${id}.RUN`);
    const fault = io.event(`${id}.FLT`);
    const available = io.event(`${id}.AVL`);
    io.signals.set(run, bit(motor.isRunning), stamp(world.simMs));
    io.signals.set(fault, bit(motor.isTripped), stamp(world.simMs));
    io.signals.set(available, bit(motor.isAvailable), stamp(world.simMs));
    motor.listen((what, state, simMs) => io.signals.set(what === 'run' ? run : what === 'fault' ? fault : available, state, stamp(simMs)));
    io.state(`${id}.AUTO`, () => bit(motor.isAuto));
    io.onWrite(`${id}.AUTO`, (value) => {
      motor.isAuto = value !== 0;
    });
    io.state(`${id}.CMD`, () => bit(motor.isRunning));
    io.onWrite(`${id}.CMD`, (value, simMs) => {
      if (value !== 0) motor.start(simMs);
      // A stop command also resets a tripped feeder, as the push button at its drawer does.
      else if (motor.isTripped) motor.reset(simMs);
      else motor.stop(simMs);
    });
    if (io.has(`${id}.HRS`)) io.state(`${id}.HRS`, () => Math.floor(motor.hours));
    if (io.has(`${id}.OL`)) io.analog(`${id}.OL`, () => motor.thermalPct, { noise: 0.05 });
  }
  for (const valve of Object.values(world.valves)) {
    io.analog(`${valve.id}.ZT`, () => valve.position, { noise: 0.06 });
    io.analog(`${valve.id}.OUT`, () => valve.out, { noise: 0 });
    if (io.has(`${valve.id}.DEV`)) io.state(`${valve.id}.DEV`, () => bit(valve.isDeviating));
    if (io.has(`${valve.id}.ZSO`)) io.state(`${valve.id}.ZSO`, () => bit(valve.position > 97));
  }
  for (const valve of Object.values(world.switches)) {
    io.state(`${valve.id}.ZSO`, () => bit(valve.isOpen));
    io.state(`${valve.id}.ZSC`, () => bit(valve.isClosed));
    io.state(`${valve.id}.CMD`, () => bit(valve.isCommandedOpen));
    io.onWrite(`${valve.id}.CMD`, (value) => {
      valve.isCommandedOpen = value !== 0;
    });
  }
  for (const c of controllers) {
    const span = c.span[1] - c.span[0];
    io.analog(`${c.id}.PV`, () => c.pv, { noise: span * 0.0004 });
    io.analog(`${c.id}.SP`, () => c.sp, { noise: 0 });
    io.analog(`${c.id}.OUT`, () => c.out, { noise: 0 });
    io.state(`${c.id}.MODE`, () => c.mode);
    io.onWrite(`${c.id}.SP`, (value) => c.setSp(value));
    io.onWrite(`${c.id}.OUT`, (value) => c.setOut(value));
    io.onWrite(`${c.id}.MODE`, (value) => c.setMode(value));
  }
}
