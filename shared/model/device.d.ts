import { z } from 'zod';
/** One PLC, gateway or instrument as it stands in the project's `devices/*.yaml`. */
export declare const DeviceDefinition: z.ZodObject<{
    id: z.core.$ZodBranded<z.ZodString, "DeviceId", "out">;
    name: z.ZodString;
    driver: z.ZodString;
    asset: z.ZodOptional<z.core.$ZodBranded<z.ZodString, "AssetId", "out">>;
    options: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    groups: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject<{
        periodMs: z.ZodNumber;
    }, z.core.$strict>>>;
    enabled: z.ZodDefault<z.ZodBoolean>;
}, z.core.$strict>;
export type DeviceDefinition = z.infer<typeof DeviceDefinition>;
export declare const linkStates: readonly ['connecting', 'up', 'slow', 'down', 'disabled', 'misconfigured'];
export type LinkState = (typeof linkStates)[number];
/** Health of one device link. It rests on the last good answer, never on an open socket. */
export declare const LinkHealth: z.ZodObject<{
    device: z.core.$ZodBranded<z.ZodString, "DeviceId", "out">;
    state: z.ZodEnum<{
        connecting: "connecting";
        disabled: "disabled";
        down: "down";
        misconfigured: "misconfigured";
        slow: "slow";
        up: "up";
    }>;
    endpoint: z.ZodString;
    roundTripMs: z.ZodNullable<z.ZodNumber>;
    requests: z.ZodNumber;
    errors: z.ZodNumber;
    reconnects: z.ZodNumber;
    lastGoodMs: z.ZodNullable<z.ZodNumber>;
    problem: z.ZodNullable<z.ZodString>;
    nextAttemptMs: z.ZodNullable<z.ZodNumber>;
    refusedTags: z.ZodArray<z.ZodObject<{
        tag: z.ZodString;
        reason: z.ZodString;
    }, z.core.$strip>>;
    details: z.ZodRecord<z.ZodString, z.ZodString>;
}, z.core.$strip>;
export type LinkHealth = z.infer<typeof LinkHealth>;
