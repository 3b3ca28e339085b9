/**
 * For processes that run the source itself in threads. Node strips its types by WebAssembly, in each thread for itself, and
 * V8 crashes now and then where one of them replaces its wrappers by faster ones (Node 24.21, SIGSEGV below
 * Runtime_TierUpWasmToJSWrapper, some two in a hundred runs under load): so they never do. The product runs bundles and has none.
 */
export const sourceFlags: readonly string[] = ['--wasm-wrapper-tiering-budget=2147483647'];
