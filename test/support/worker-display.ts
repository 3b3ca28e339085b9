/** Before each file of end-to-end tests: the display of its worker out of those the setup opened. */
const displays = (process.env['FIRSTOUT_DISPLAYS'] ?? '').split(' ');
const display = displays[(Number(process.env['VITEST_POOL_ID'] ?? '1') - 1) % displays.length];
if (display !== undefined && display !== '') process.env['DISPLAY'] = display;
