import { z } from 'zod';
export declare const tagTypes: readonly ['float', 'int', 'bool', 'enum', 'text'];
export type TagType = (typeof tagTypes)[number];
/** What a tag means to its asset's faceplate; `measurement` when it is none of the others. */
export declare const tagUses: readonly ['measurement', 'pv', 'sp', 'out', 'mode', 'run', 'open', 'fault', 'available', 'local', 'permissive', 'command', 'counter', 'simulation'];
export type TagUse = (typeof tagUses)[number];
/** One signal as it stands in the project's `tags/*.yaml`. */
export declare const TagDefinition: z.ZodObject<{
    id: z.core.$ZodBranded<z.ZodString, "TagId", "out">;
    name: z.ZodString;
    asset: z.core.$ZodBranded<z.ZodString, "AssetId", "out">;
    type: z.ZodDefault<z.ZodEnum<{
        bool: "bool";
        enum: "enum";
        float: "float";
        int: "int";
        text: "text";
    }>>;
    use: z.ZodDefault<z.ZodEnum<{
        available: "available";
        command: "command";
        counter: "counter";
        fault: "fault";
        local: "local";
        measurement: "measurement";
        mode: "mode";
        open: "open";
        out: "out";
        permissive: "permissive";
        pv: "pv";
        run: "run";
        simulation: "simulation";
        sp: "sp";
    }>>;
    device: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "DeviceId", "out">>;
    address: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodRecord<z.ZodString, z.ZodUnknown>]>>;
    expression: z.ZodOptional<z.ZodString>;
    unit: z.ZodDefault<z.ZodString>;
    decimals: z.ZodDefault<z.ZodNumber>;
    range: z.ZodOptional<z.ZodTuple<[z.ZodNumber, z.ZodNumber], null>>;
    normal: z.ZodOptional<z.ZodTuple<[z.ZodNumber, z.ZodNumber], null>>;
    scale: z.ZodOptional<z.ZodObject<{
        raw: z.ZodTuple<[z.ZodNumber, z.ZodNumber], null>;
        eu: z.ZodTuple<[z.ZodNumber, z.ZodNumber], null>;
    }, z.core.$strict>>;
    deadband: z.ZodDefault<z.ZodNumber>;
    periodMs: z.ZodOptional<z.ZodNumber>;
    group: z.ZodOptional<z.ZodString>;
    states: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodString>>;
    setpoint: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "TagId", "out">>;
    writable: z.ZodDefault<z.ZodBoolean>;
    description: z.ZodOptional<z.ZodString>;
}, z.core.$strict>;
export type TagDefinition = z.infer<typeof TagDefinition>;
