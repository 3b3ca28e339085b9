import { z } from 'zod';
/** Priorities P1 urgent to P4 diagnostic. */
export declare const Priority: z.ZodUnion<readonly [z.ZodLiteral<1>, z.ZodLiteral<2>, z.ZodLiteral<3>, z.ZodLiteral<4>]>;
export type Priority = z.infer<typeof Priority>;
declare const limitKinds: readonly ['high-high', 'high', 'low', 'low-low'];
/** One alarm as it stands in the project's `alarms/*.yaml`. */
export declare const AlarmDefinition: z.ZodDiscriminatedUnion<[z.ZodObject<{
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
}, z.core.$strict>], "kind">;
export type AlarmDefinition = z.infer<typeof AlarmDefinition>;
export type LimitKind = (typeof limitKinds)[number];
/** States of ISA-18.2-2016 (A to I), read from vendor manuals, not from the standard itself. */
export declare const alarmStates: readonly ['normal', 'active-unacked', 'active-acked', 'returned-unacked', 'latched-unacked', 'latched-acked', 'shelved', 'suppressed', 'out-of-service'];
export type AlarmState = (typeof alarmStates)[number];
export declare const alarmEventKinds: readonly ['raised', 'returned', 'acknowledged', 'reset', 'shelved', 'unshelved', 'suppressed', 'unsuppressed', 'removed-from-service', 'returned-to-service'];
export type AlarmEventKind = (typeof alarmEventKinds)[number];
/** One line of the alarm journal: a transition, numbered without gaps, committed before anybody sees it. */
export declare const AlarmEvent: z.ZodObject<{
    seq: z.ZodNumber;
    alarm: z.core.$ZodBranded<z.ZodString, "AlarmId", "out">;
    kind: z.ZodEnum<{
        acknowledged: "acknowledged";
        raised: "raised";
        "removed-from-service": "removed-from-service";
        reset: "reset";
        returned: "returned";
        "returned-to-service": "returned-to-service";
        shelved: "shelved";
        suppressed: "suppressed";
        unshelved: "unshelved";
        unsuppressed: "unsuppressed";
    }>;
    from: z.ZodEnum<{
        "active-acked": "active-acked";
        "active-unacked": "active-unacked";
        "latched-acked": "latched-acked";
        "latched-unacked": "latched-unacked";
        normal: "normal";
        "out-of-service": "out-of-service";
        "returned-unacked": "returned-unacked";
        shelved: "shelved";
        suppressed: "suppressed";
    }>;
    to: z.ZodEnum<{
        "active-acked": "active-acked";
        "active-unacked": "active-unacked";
        "latched-acked": "latched-acked";
        "latched-unacked": "latched-unacked";
        normal: "normal";
        "out-of-service": "out-of-service";
        "returned-unacked": "returned-unacked";
        shelved: "shelved";
        suppressed: "suppressed";
    }>;
    timeMs: z.ZodNumber;
    engineMs: z.ZodNumber;
    value: z.ZodNullable<z.ZodNumber>;
    quality: z.ZodNumber;
    user: z.ZodOptional<z.ZodString>;
    comment: z.ZodOptional<z.ZodString>;
}, z.core.$strip>;
export type AlarmEvent = z.infer<typeof AlarmEvent>;
/** Where one alarm stands now. Only alarms that are not `normal` are listed. */
export declare const AlarmStanding: z.ZodObject<{
    alarm: z.core.$ZodBranded<z.ZodString, "AlarmId", "out">;
    state: z.ZodEnum<{
        "active-acked": "active-acked";
        "active-unacked": "active-unacked";
        "latched-acked": "latched-acked";
        "latched-unacked": "latched-unacked";
        normal: "normal";
        "out-of-service": "out-of-service";
        "returned-unacked": "returned-unacked";
        shelved: "shelved";
        suppressed: "suppressed";
    }>;
    raisedMs: z.ZodNumber;
    returnedMs: z.ZodNullable<z.ZodNumber>;
    acknowledgedMs: z.ZodNullable<z.ZodNumber>;
    acknowledgedBy: z.ZodNullable<z.ZodString>;
    value: z.ZodNullable<z.ZodNumber>;
    quality: z.ZodNumber;
    seq: z.ZodNumber;
}, z.core.$strip>;
export type AlarmStanding = z.infer<typeof AlarmStanding>;
export {};
