import { z } from 'zod';
import { OpcuaAddress } from './address.ts';

export const securityPolicies = ['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'] as const;
export const securityModes = ['None', 'Sign', 'SignAndEncrypt'] as const;
export type SecurityPolicyName = (typeof securityPolicies)[number];
export type SecurityModeName = (typeof securityModes)[number];

const OpcuaUser = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('anonymous') }),
  z
    .strictObject({
      kind: z.literal('password'),
      name: z.string().min(1),
      passwordFile: z.string().min(1).optional().describe('File that holds the password; relative to the data folder of this device'),
      passwordEnv: z.string().min(1).optional().describe('Environment variable that holds the password'),
    })
    .refine((user) => (user.passwordFile === undefined) !== (user.passwordEnv === undefined), {
      message: 'give either passwordFile or passwordEnv: the password itself never stands in the project',
      path: ['passwordFile'],
    }),
  z.strictObject({
    kind: z.literal('certificate'),
    certificateFile: z.string().min(1).describe('User certificate, PEM or DER; relative to the data folder of this device'),
    privateKeyFile: z.string().min(1).describe('Its private key, PEM'),
  }),
]);
export type OpcuaUser = z.infer<typeof OpcuaUser>;

/**
 * `options` of an OPC UA device, as they stand in `devices/*.yaml`. Secure unless told otherwise: without any security
 * option the link is Basic256Sha256 with SignAndEncrypt. `security: None` is the short form for no security at all.
 */
export const OpcuaOptions = z
  .strictObject({
    endpoint: z
      .string()
      .regex(/^opc\.tcp:\/\/[^\s/]+/, 'an OPC UA endpoint begins with opc.tcp://')
      .describe('Endpoint of the server, such as opc.tcp://10.0.0.5:4840'),
    security: z.literal('None').optional().describe('None: neither signed nor encrypted'),
    securityPolicy: z.enum(securityPolicies).optional().describe('Algorithms that protect the link'),
    securityMode: z.enum(securityModes).optional().describe('Whether messages are signed, or signed and encrypted'),
    user: OpcuaUser.default({ kind: 'anonymous' }).describe('Who the server sees'),
    publishingIntervalMs: z.number().min(5).max(10_000).default(20).describe('Shortest time between notifications, ms'),
    everyChange: z
      .boolean()
      .default(false)
      .describe('Ask for every change (sampling interval 0) instead of one sample per period, where the server can tell changes itself'),
    holdMs: z
      .number()
      .min(0)
      .max(600_000)
      .default(10_000)
      .describe('How long the server is asked to queue the samples of a tag while it cannot send them, ms'),
    queueSize: z.number().int().min(1).max(100_000).optional().describe('Samples queued per tag in the server, instead of holdMs'),
    keepAliveMs: z
      .number()
      .min(50)
      .max(60_000)
      .default(1000)
      .describe('A server with nothing to report says so this often; twice this long without a word is a dead link, ms'),
    sessionTimeoutMs: z.number().min(1000).max(3_600_000).default(60_000).describe('How long the server keeps our session while the link is down, ms'),
    requestTimeoutMs: z.number().min(50).max(60_000).default(4000).describe('Longest wait for one answer, ms'),
    connectTimeoutMs: z.number().min(100).max(120_000).default(10_000).describe('Longest wait until a session stands, ms'),
    maxNodesPerCall: z.number().int().min(1).max(10_000).default(1000).describe('Nodes in one request; the limits of the server count as well'),
    alarmedEveryChange: z
      .boolean()
      .default(true)
      .describe('Ask for every change of tags that have alarms (sampling interval 0), so that no short pulse falls between two samples'),
    conditions: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Take in the alarms the server judges itself (Alarms and Conditions)'),
        notifier: OpcuaAddress.prefault('i=2253').describe('Node whose events are watched; the Server object has all of them'),
        most: z.number().int().min(1).max(100_000).default(10_000).describe('Conditions kept at most'),
      })
      .prefault({})
      .describe('Alarms the server judges itself'),
    reconnectMaxMs: z.number().min(500).max(600_000).default(30_000).describe('Longest pause between attempts to reconnect, ms'),
  })
  .transform((given, context) => {
    const { security, ...rest } = given;
    if (security === 'None' && (given.securityPolicy !== undefined || given.securityMode !== undefined)) {
      context.addIssue({ code: 'custom', path: ['security'], message: 'give either security: None or securityPolicy with securityMode' });
    }
    const isNone = security === 'None' || given.securityPolicy === 'None' || given.securityMode === 'None';
    const securityPolicy: SecurityPolicyName = given.securityPolicy ?? (isNone ? 'None' : 'Basic256Sha256');
    const securityMode: SecurityModeName = given.securityMode ?? (isNone ? 'None' : 'SignAndEncrypt');
    if ((securityPolicy === 'None') !== (securityMode === 'None')) {
      context.addIssue({ code: 'custom', path: ['securityMode'], message: 'securityPolicy and securityMode are both None, or neither is' });
    }
    return { ...rest, securityPolicy, securityMode };
  });
export type OpcuaOptions = z.infer<typeof OpcuaOptions>;
