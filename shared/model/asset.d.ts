import { z } from 'zod';
/** Levels of the ISA-95 equipment hierarchy (IEC 62264-1), from the whole works down to one machine part. */
export declare const assetLevels: readonly ['enterprise', 'site', 'area', 'line', 'unit', 'equipment', 'part'];
/** One place or machine of the plant. Tags, alarms, screens and documents point at assets; `parent` makes the tree. */
export declare const AssetDefinition: z.ZodObject<{
    id: z.core.$ZodBranded<z.ZodString, "AssetId", "out">;
    name: z.ZodString;
    level: z.ZodDefault<z.ZodEnum<{
        area: "area";
        enterprise: "enterprise";
        equipment: "equipment";
        line: "line";
        part: "part";
        site: "site";
        unit: "unit";
    }>>;
    kind: z.ZodOptional<z.ZodString>;
    parent: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "AssetId", "out">>;
    screen: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "ScreenId", "out">>;
    description: z.ZodOptional<z.ZodString>;
    maker: z.ZodOptional<z.ZodString>;
    model: z.ZodOptional<z.ZodString>;
    serial: z.ZodOptional<z.ZodString>;
}, z.core.$strict>;
export type AssetDefinition = z.infer<typeof AssetDefinition>;
