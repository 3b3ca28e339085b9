/** One solid of a file: nine numbers a triangle, as they stand in it. */
export type StlSolid = { readonly name: string | undefined; readonly corners: Float32Array };
