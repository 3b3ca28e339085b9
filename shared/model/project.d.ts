import { z } from 'zod';
import { AlarmDefinition } from './alarm.ts';
import { AssetDefinition } from './asset.ts';
import { DeviceDefinition } from './device.ts';
import { TagDefinition } from './tag.ts';
/** `project.yaml` at the root of a project folder. */
export declare const ProjectFile: z.ZodObject<{
    name: z.ZodString;
    description: z.ZodOptional<z.ZodString>;
    home: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "ScreenId", "out">>;
    simulator: z.ZodOptional<z.ZodObject<{
        plant: z.ZodEnum<{
            "harbour-works": "harbour-works";
        }>;
        seed: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>>;
    historian: z.ZodPrefault<z.ZodObject<{
        retentionDays: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>>;
}, z.core.$strict>;
export type ProjectFile = z.infer<typeof ProjectFile>;
/** Shapes of the other files: each holds one list under the folder's name. */
export declare const AssetsFile: z.ZodObject<{
    assets: z.ZodArray<z.ZodObject<{
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
    }, z.core.$strict>>;
}, z.core.$strict>;
export declare const DevicesFile: z.ZodObject<{
    devices: z.ZodArray<z.ZodObject<{
        id: z.core.$ZodBranded<z.ZodString, "DeviceId", "out">;
        name: z.ZodString;
        driver: z.ZodString;
        asset: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "AssetId", "out">>;
        options: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
        groups: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject<{
            periodMs: z.ZodNumber;
        }, z.core.$strict>>>;
        enabled: z.ZodDefault<z.ZodBoolean>;
    }, z.core.$strict>>;
}, z.core.$strict>;
export declare const TagsFile: z.ZodObject<{
    tags: z.ZodArray<z.ZodObject<{
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
    }, z.core.$strict>>;
}, z.core.$strict>;
export declare const AlarmsFile: z.ZodObject<{
    alarms: z.ZodArray<z.ZodDiscriminatedUnion<[z.ZodObject<{
        message: z.ZodString;
        cause: z.ZodOptional<z.ZodString>;
        consequence: z.ZodOptional<z.ZodString>;
        action: z.ZodOptional<z.ZodString>;
        id: z.core.$ZodBranded<z.ZodString, "AlarmId", "out">;
        tag: z.core.$ZodBranded<z.ZodString, "TagId", "out">;
        asset: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "AssetId", "out">>;
        priority: z.ZodUnion<readonly [z.ZodLiteral<1>, z.ZodLiteral<2>, z.ZodLiteral<3>, z.ZodLiteral<4>]>;
        onDelayMs: z.ZodDefault<z.ZodNumber>;
        offDelayMs: z.ZodDefault<z.ZodNumber>;
        latching: z.ZodDefault<z.ZodBoolean>;
        kind: z.ZodEnum<{
            high: "high";
            "high-high": "high-high";
            low: "low";
            "low-low": "low-low";
        }>;
        limit: z.ZodNumber;
        deadband: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>, z.ZodObject<{
        message: z.ZodString;
        cause: z.ZodOptional<z.ZodString>;
        consequence: z.ZodOptional<z.ZodString>;
        action: z.ZodOptional<z.ZodString>;
        id: z.core.$ZodBranded<z.ZodString, "AlarmId", "out">;
        tag: z.core.$ZodBranded<z.ZodString, "TagId", "out">;
        asset: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "AssetId", "out">>;
        priority: z.ZodUnion<readonly [z.ZodLiteral<1>, z.ZodLiteral<2>, z.ZodLiteral<3>, z.ZodLiteral<4>]>;
        onDelayMs: z.ZodDefault<z.ZodNumber>;
        offDelayMs: z.ZodDefault<z.ZodNumber>;
        latching: z.ZodDefault<z.ZodBoolean>;
        kind: z.ZodLiteral<"discrete">;
        state: z.ZodNumber;
    }, z.core.$strict>], "kind">>;
}, z.core.$strict>;
/** What is wrong with one place of a project file. The rest of the project loads all the same. */
export declare const ProjectProblem: z.ZodObject<{
    file: z.ZodString;
    line: z.ZodNullable<z.ZodNumber>;
    message: z.ZodString;
    severity: z.ZodEnum<{
        error: "error";
        warning: "warning";
    }>;
}, z.core.$strip>;
export type ProjectProblem = z.infer<typeof ProjectProblem>;
/** A screen of `screens/*.svg`, by the file name without its ending. `title` is the SVG's <title>. */
export declare const ScreenEntry: z.ZodObject<{
    id: z.core.$ZodBranded<z.ZodString, "ScreenId", "out">;
    title: z.ZodString;
}, z.core.$strip>;
export type ScreenEntry = z.infer<typeof ScreenEntry>;
/** A whole loaded project. Order of `tags` is the dense tag index used in every SampleBatch. */
export type Project = {
    readonly file: ProjectFile;
    readonly assets: readonly AssetDefinition[];
    readonly devices: readonly DeviceDefinition[];
    readonly tags: readonly TagDefinition[];
    readonly alarms: readonly AlarmDefinition[];
    readonly screens: readonly ScreenEntry[];
    readonly problems: readonly ProjectProblem[];
};
