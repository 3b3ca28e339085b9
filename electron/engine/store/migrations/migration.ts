/** One step of the database's shape; never changed once released. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string };
