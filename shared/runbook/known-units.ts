/** Units a reading may have beside those of the project's tags: what gauges and hand instruments in plants show. */
export const knownUnits: ReadonlySet<string> = new Set([
  '', '%', '°C', '°F', 'K', 'bar', 'bar a', 'mbar', 'kPa', 'MPa', 'Pa', 'psi', 'mm', 'cm', 'm', 'µm', 'mm/s', 'm/s', 'm/s²', 'g', 'kg', 't', 't/h', 'kg/h', 'kg/s', 'L', 'L/min', 'L/h', 'm³', 'm³/h',
  'V', 'mV', 'kV', 'A', 'mA', 'kA', 'Ω', 'kΩ', 'MΩ', 'GΩ', 'W', 'kW', 'MW', 'kWh', 'Hz', 'rpm', 'Nm', 'kN', 'N', 's', 'min', 'h', 'd', 'ms', 'pH', 'mg/L', 'g/L', 'kg/L', 'kg/m³', 'µS/cm', 'mS/cm', 'NTU', 'ppm', 'dB', 'lx', '°', 'mm²/s', 'cSt',
]);
