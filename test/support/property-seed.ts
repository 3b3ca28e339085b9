import fc from 'fast-check';

/**
 * Property tests try the same cases each time, so that a run tells of the change it was made for and of nothing else. Others
 * are tried by another number: `FIRSTOUT_SEED=$RANDOM npx vitest run …`; one that fails then becomes a case of its own.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['FIRSTOUT_SEED'] ?? 20_261_129) });
