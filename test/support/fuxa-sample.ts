/** A FUXA project as its editor writes one (models of FUXA 1.3), made up: a Modbus PLC, an OPC UA server, an S7, two views, alarms. */
export const fuxaSample = {
  version: '1.02',
  devices: {
    d_1: {
      id: 'd_1',
      name: 'Brine PLC',
      type: 'ModbusTCP',
      enabled: true,
      polling: 500,
      property: { address: '192.168.1.10:1502', slaveid: '3', password: 'hidden' },
      tags: {
        t_1: { id: 't_1', name: 'LT-201', type: 'Float32', memaddress: '400000', address: '101', format: 2, deadband: { value: 0.5, mode: 'absolute' }, daq: { enabled: true } },
        t_2: { id: 't_2', name: 'P-201 Run', type: 'Bool', memaddress: '000000', address: '1' },
        t_3: { id: 't_3', name: 'Speed', type: 'UInt16', memaddress: '300000', address: '7', scale: { mode: 'device.tag-scale-mode-linear', rawLow: 0, rawHigh: 27648, scaledLow: 0, scaledHigh: 1450 } },
        t_4: { id: 't_4', name: 'Energy', type: 'Int32MLE', memaddress: '400000', address: '201', divisor: 10 },
        t_9: { id: 't_9', name: 'Strange', type: 'Int64MBE', memaddress: '400000', address: '301' },
      },
    },
    d_2: {
      id: 'd_2',
      name: 'Evaporator',
      type: 'OPCUA',
      enabled: false,
      polling: 1000,
      property: { address: 'opc.tcp://10.0.0.5:4840' },
      tags: {
        t_5: { id: 't_5', name: 'LT-201', type: 'Double', address: 'ns=2;s=Evaporator.LT-201' },
        't_6': { id: 't_6', name: 'yes', type: 'String', address: 'ns=2;i=77', description: 'Recipe: "A" #1' },
      },
    },
    d_3: { id: 'd_3', name: 'Old PLC', type: 'SiemensS7', enabled: true, polling: 1000, property: { address: '10.0.0.9', port: 102 }, tags: { t_7: { id: 't_7', name: 'Door', type: 'Bool', address: 'db1.dbx1.0' } } },
  },
  hmi: {
    views: [
      {
        id: 'v_1',
        name: 'Main view',
        profile: { width: 756, height: 400, bkcolor: '#ffffffff' },
        items: {
          'VAL_1': { id: 'VAL_1', type: 'svg-ext-value', name: 'level', property: { variableId: 't_1', ranges: [{ type: 'unit', text: 'm' }], events: [] } },
          'GXP_1': { id: 'GXP_1', type: 'svg-ext-gauge_progress', name: 'bar', property: { variableId: 't_1', ranges: [{ type: 'minmax', min: 0, max: 12 }] } },
          'HXB_1': { id: 'HXB_1', type: 'svg-ext-html_button', name: 'next', property: { text: 'To store', events: [{ type: 'click', action: 'onpage', actparam: 'v_2' }] } },
          'HXB_2': { id: 'HXB_2', type: 'svg-ext-html_button', name: 'start', property: { variableId: 't_2', events: [{ type: 'click', action: 'onSetValue', actparam: '1' }, { type: 'click', action: 'onRunScript', actparam: 's_1' }] } },
          'PIE_1': { id: 'PIE_1', type: 'svg-ext-pipe', name: 'pipe', property: { actions: [{ type: 'clockwise', variableId: 't_2', range: { min: 1, max: 1 } }] } },
          'SHE_1': { id: 'SHE_1', type: 'svg-ext-proceng-valveax', name: 'XV-1', property: { variableId: 't_7', ranges: [{ type: 'range', min: 1, max: 1, color: '#0f0' }] } },
          'SHE_2': { id: 'SHE_2', type: 'svg-ext-shapes-rect', name: 'box', property: { actions: [{ type: 'hide', variableId: 't_1', range: { min: '0', max: '2' } }, { type: 'blink', variableId: 't_1', range: { min: 0, max: 1 } }] } },
          'HXC_1': { id: 'HXC_1', type: 'svg-ext-html_chart', name: 'chart', property: { id: 'c_1', options: { realtime: 15 } } },
          'OXC_1': { id: 'OXC_1', type: 'svg-ext-own_ctrl-iframe', name: 'page', property: {} },
          'VAL_2': { id: 'VAL_2', type: 'svg-ext-value', name: 'gone', property: { variableId: 't_404' } },
        },
        svgcontent: `<svg width="756" height="400" xmlns="http://www.w3.org/2000/svg"><g><title>Layer 1</title>
          <g id="VAL_1" type="svg-ext-value"><text x="100" y="60" font-size="14" stroke="null">##.##</text></g>
          <g id="GXP_1" type="svg-ext-gauge_progress"><rect x="40" y="40" width="20" height="150" fill="none" stroke="#808080"/></g>
          <g id="HXB_1" type="svg-ext-html_button"><foreignObject x="300" y="20" width="90" height="30"><BUTTON checked class="x">To store<br></BUTTON></foreignObject></g>
          <g id="HXB_2" type="svg-ext-html_button"><foreignObject x="300" y="60" width="90" height="30"/></g>
          <g id="PIE_1" type="svg-ext-pipe"><path d="M10,300L200,300" stroke-width="0" stroke="#000" fill="none"/><path d="M10,300L200,300" stroke-width="11" stroke="#afafafff" fill="none"/><path d="M10,300L200,300" stroke-width="8" stroke="#018ef5ff" fill="none" stroke-dasharray="17 17"/></g>
          <g id="SHE_1" type="svg-ext-proceng-valveax" fill="#ccc" stroke="#000"><path d="M220,290L260,310L260,290L220,310z"/></g>
          <rect id="SHE_2" x="400" y="200" width="80" height="60" fill="#cccccc" stroke="#000"/>
          <g id="HXC_1" type="svg-ext-html_chart"><rect x="500" y="200" width="200" height="120" fill="none" stroke="null"/></g>
          <g id="OXC_1" type="svg-ext-own_ctrl-iframe"><rect x="500" y="20" width="90" height="30" fill="#fff"/></g>
          <g id="VAL_2" type="svg-ext-value"><text x="100" y="90" font-size="14">##</text></g>
        </g></svg>`,
      },
      { id: 'v_2', name: 'Store', profile: { width: 800, height: 600 }, items: {}, svgcontent: '<svg width="800" height="600" xmlns="http://www.w3.org/2000/svg"><g><rect x="100" y="100" width="200" height="100" fill="#ccc" stroke="#000"/></g></svg>' },
      { id: 'v_3', name: 'Cards', type: 'editor.view-cards', profile: {}, items: {}, svgcontent: '[]' },
    ],
  },
  charts: [{ id: 'c_1', name: 'Levels', lines: [{ device: 'Brine PLC', id: 't_1', name: 'LT-201', label: 'Brine' }, { device: 'Brine PLC', id: 't_2', name: 'P-201 Run' }] }],
  alarms: [
    { name: 'Level', property: { variableId: 't_1' }, highhigh: { enabled: true, min: 10, max: 99, text: 'Level very high', timedelay: 5, checkdelay: 1, ackmode: 'alarm.ack-active' }, high: { enabled: false, min: 8, max: 10 }, low: { enabled: true, min: -5, max: 1.5, text: 'Level low', ackmode: 'alarm.ack-float' } },
    { name: 'Pump stopped', property: { variableId: 't_2' }, high: { enabled: true, min: 0, max: 0, text: '' }, actions: { enabled: true, values: [] } },
    { name: 'Nobody', property: { variableId: 't_404' }, high: { enabled: true, min: 0, max: 1 } },
  ],
  scripts: [{ id: 's_1', code: 'process.exit()' }],
  reports: [],
};
