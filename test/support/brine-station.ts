/** Files of a project with one Modbus PLC: a level of register 0 / 10 in %, high alarm above 90, and a screen. */
export const brineStation = (port: number): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Brine station\nhome: brine\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit }\n  - { id: P-201, name: Feed pump, parent: U200, kind: pump, screen: brine }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Brine PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 100 } }\n`,
  'tags/t.yaml': "tags:\n  - { id: LT-201, name: Brine level, asset: P-201, device: PLC-1, address: 'holding:0', unit: '%', range: [0, 100], scale: { raw: [0, 1000], eu: [0, 100] } }\n",
  'alarms/a.yaml': 'alarms:\n  - { id: LT-201.H, tag: LT-201, kind: high, limit: 90, deadband: 1, priority: 1, message: Brine level high }\n',
  'screens/brine.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1400 760"><title>Brine feed</title><g data-symbol="value" data-tag="LT-201" transform="translate(300 300)"/></svg>\n',
});
