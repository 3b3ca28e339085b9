import type { Bench } from './bench.ts';

/** Which file measures which figures. `npm run bench -- GROUP` runs the files with a figure whose name begins with GROUP. */
export const benches: readonly { readonly figures: readonly string[]; readonly load: () => Promise<Bench> }[] = [
  { figures: ['engine.load_100k_tags_s'], load: async () => (await import('./load-tags.ts')).loadTags },
  {
    figures: [
      'engine.client_updates_per_s',
      'engine.transport_columns_per_s',
      'engine.transport_objects_per_s',
      'engine.transport_vs_objects',
    ],
    load: async () => (await import('./transport.ts')).transport,
  },
  {
    figures: ['engine.updates_per_s', 'engine.lost', 'engine.doubled', 'engine.updates_cpu_pct'],
    load: async () => (await import('./engine-updates.ts')).engineUpdates,
  },
  {
    figures: [
      'engine.modbus_1000_tags_1s_latency_p50_ms',
      'engine.modbus_1000_tags_1s_latency_p95_ms',
      'engine.modbus_1000_tags_1s_cpu_pct',
      'engine.modbus_1000_tags_1s_mem_mb',
    ],
    load: async () => (await import('./modbus-1000-tags.ts')).modbus1000Tags,
  },
  {
    figures: [
      'engine.modbus_5000_tags_100ms_rate_pct',
      'engine.modbus_5000_tags_100ms_lost',
      'engine.modbus_5000_tags_100ms_gaps_over_1s',
      'engine.modbus_5000_tags_100ms_longest_gap_ms',
    ],
    load: async () => (await import('./modbus-5000-tags.ts')).modbus5000Tags,
  },
  { figures: ['pixel.latency_p50_ms', 'pixel.latency_p95_ms'], load: async () => (await import('./pixel.ts')).pixel },
  { figures: ['start.shell_painted_s', 'start.window_ready_s'], load: async () => (await import('./window-start.ts')).windowStart },
  { figures: ['mem.engine_mb', 'mem.window_mb'], load: async () => (await import('./memory.ts')).memory },
  {
    figures: [
      'ui.cpu_pct_200_values_10hz',
      'ui.drawing_cpu_pct_200_values_10hz',
      'ui.fps_200_values_10hz',
      'ui.repaints_per_s_200_values_10hz',
      'ui.heap_200_values_mb',
    ],
    load: async () => (await import('./screen-load-200.ts')).screenLoad200,
  },
  {
    figures: ['ui.cpu_pct_500_bindings_10hz', 'ui.drawing_cpu_pct_500_bindings_10hz', 'ui.fps_500_bindings_10hz'],
    load: async () => (await import('./screen-load-500.ts')).screenLoad500,
  },
  {
    figures: [
      'trend.frame_24x6000_ms',
      'trend.frame_vs_uplot',
      'trend.frame_24x6000_lanes_ms',
      'trend.frame_24x6000_anew_ms',
      'trend.frame_24x6000_uplot_ms',
      'trend.setdata_8x1m_ms',
      'trend.setdata_8x1m_vs_uplot',
    ],
    load: async () => (await import('./trend-frame.ts')).trendFrame,
  },
  {
    figures: [
      'trend.live_24x100hz_fps',
      'trend.live_24x100hz_js_pct',
      'trend.live_24x100hz_heap_kb_per_frame',
      'trend.live_10khz_fps',
      'trend.live_10khz_60s_fps',
      'trend.pan_zoom_longest_task_ms',
      'trend.pan_zoom_longest_task_cpu_ms',
    ],
    load: async () => (await import('./trend-live.ts')).trendLive,
  },
  {
    figures: [
      'graphics.paint_ms_per_1000',
      'graphics.paint_drawn_ms_per_1000',
      'graphics.paint_vs_react',
      'graphics.paint_react_ms_per_1000',
      'graphics.plain_canvas_ms_per_1000',
      'graphics.js_ms_per_1000',
      'graphics.frame_p95_ms_10k_changes',
      'graphics.screen_change_ms_500',
      'graphics.heap_growth_mb_200_screens',
    ],
    load: async () => (await import('./graphics.ts')).graphics,
  },
  {
    figures: ['graphics.ten_windows_engine_ratio', 'graphics.one_window_engine_cpu_pct', 'graphics.ten_windows_engine_cpu_pct'],
    load: async () => (await import('./graphics-windows.ts')).graphicsWindows,
  },
  {
    figures: ['history.ingest_samples_per_s', 'history.ingest_postgres_samples_per_s', 'history.ingest_vs_postgres', 'history.ingest_vs_postgres_10k', 'history.ingest_vs_postgres_text'],
    load: async () => (await import('./history-ingest.ts')).historyIngest,
  },
  {
    figures: ['mix', 'scan_group', 'slow_analog'].flatMap((name) => [`history.bytes_per_sample_${name}`, `history.bytes_per_sample_${name}_summaries`]),
    load: async () => (await import('./history-bytes.ts')).historyBytes,
  },
  {
    figures: ['history.commit_stall_p50_ms', 'history.commit_stall_p99_ms', 'history.commit_stall_max_ms'],
    load: async () => (await import('./history-stall.ts')).historyStall,
  },
  {
    figures: [
      'history.raw_24h_8pens_ms',
      'history.raw_24h_first_pen_ms',
      'history.trend_30d_8pens_early_max_ms',
      'history.trend_30d_8pens_p95_ms',
      'history.trend_30d_8pens_p50_ms',
      'history.trend_30d_first_pen_ms',
      'history.trend_30d_8pens_cold_ms',
    ],
    load: async () => (await import('./history-trend.ts')).historyTrend,
  },
  { figures: ['history.zoom_1y_p95_ms', 'history.zoom_1y_max_ms'], load: async () => (await import('./history-trend.ts')).historyZoom },
  { figures: ['history.replay_seek_p95_ms', 'history.replay_seek_p50_ms'], load: async () => (await import('./history-replay.ts')).historyReplay },
  {
    figures: ['history.trend_30d_pen_ms', 'history.trend_30d_pen_postgres_ms', 'history.trend_30d_vs_postgres'],
    load: async () => (await import('./history-trend-peer.ts')).historyTrendPeer,
  },
  { figures: ['alarm.eval_ns_per_tag'], load: async () => (await import('./alarm-eval.ts')).alarmEval },
  { figures: ['alarm.load_100k_s', 'alarm.start_100k_s'], load: async () => (await import('./alarm-load.ts')).alarmLoad },
  { figures: ['alarm.journal_load_30d_ms'], load: async () => (await import('./alarm-health.ts')).alarmHealth },
  {
    figures: [
      'alarm.value_to_event_p99_ms',
      'alarm.value_to_event_p50_ms',
      'alarm.value_to_event_recorded_p99_ms',
      'alarm.transition_to_journal_p99_ms',
      'alarm.transition_to_journal_p50_ms',
    ],
    load: async () => (await import('./alarm-latency.ts')).alarmLatency,
  },
  {
    figures: ['alarm.pulses_missed', 'alarm.pulse_ends_missed', 'alarm.pulses_sent', 'alarm.pulses_length_p50_ms', 'alarm.pulses_per_s', 'alarm.condition_pulses_missed'],
    load: async () => (await import('./alarm-pulses.ts')).alarmPulses,
  },
  { figures: ['alarm.device_to_pixel_p95_ms', 'alarm.device_to_pixel_p50_ms'], load: async () => (await import('./alarm-pixel.ts')).alarmPixel },
  {
    figures: ['alarm.lost', 'alarm.flood_transitions_per_s', 'alarm.flood_input_p95_ms'],
    load: async () => (await import('./alarm-flood.ts')).alarmFlood,
  },
  {
    figures: ['alarm.list_100k_longest_task_ms', 'alarm.list_100k_longest_task_cpu_ms'],
    load: async () => (await import('./alarm-scroll.ts')).alarmScroll,
  },
  {
    figures: [
      'plant3d.js_ms_per_frame_5000',
      'plant3d.draw_calls_5000',
      'plant3d.fps_500_parts',
      'plant3d.fps_5000_parts',
      'plant3d.resolution_5000_pct',
      'plant3d.overlay_to_pixel_p95_ms',
      'plant3d.idle_frames_per_s',
      'plant3d.heap_growth_mb_100_scenes',
      'plant3d.gpu_objects_growth_100_scenes',
    ],
    load: async () => (await import('./plant3d.ts')).plant3d,
  },
  { figures: ['runbook.checks_ms_per_tick_50x10', 'runbook.checks_heap_bytes_per_quiet_tick'], load: async () => (await import('./runbook-checks.ts')).runbookChecks },
  { figures: ['first_out.top1_pct', 'first_out.top3_pct'], load: async () => (await import('./first-out.ts')).firstOut },
];
