/** The package's encoder, which files for tests are made with. */
declare module 'draco3dgltf' {
  const draco: { createEncoderModule(): Promise<object>; createDecoderModule(): Promise<object> };
  export default draco;
}
