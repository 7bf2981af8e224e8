// The operation get-resident as the SDK's documentation says to write it: the client outside of the handler, one command
// imported by name, keep-alive (the SDK's default), bundled and minified, Powertools' logger for the line of the log.
import { createHash } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import { type AttributeValue, BatchGetItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";

interface Event {
  pathParameters?: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  requestContext: { requestId: string; authorizer?: { jwt?: { claims: Record<string, string> } } };
}

interface Caller {
  actor: string;
  residents: boolean;
  signedInAt: number;
}

type Item = Record<string, AttributeValue>;

class Problem extends Error {
  constructor(readonly status: number, readonly code: string) {
    super(code);
  }
}

const logger = new Logger({ serviceName: "get-resident" });
const client = new DynamoDBClient({ maxAttempts: 3 });
const table = process.env.TABLE_NAME ?? "";
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST_ROUNDS = 5;
let cold = true;

export const handler = async (event: Event) => {
  const started = performance.now();
  const { status, headers, body } = await answer(event);
  logger.info("request", {
    function_request_id: event.requestContext.requestId,
    operation: "get-resident",
    status,
    cold_start: cold,
    LatencyMs: performance.now() - started,
  });
  cold = false;
  return { statusCode: status, headers: { ...headers, "cache-control": "no-store" }, body: JSON.stringify(body) };
};

async function answer(event: Event) {
  try {
    const { version, body } = await getResident(event);
    return { status: 200, headers: { "content-type": "application/json", etag: `"${version}"` }, body };
  } catch (error) {
    const { status, code } = error instanceof Problem ? error : new Problem(500, "internal");
    return { status, headers: { "content-type": "application/problem+json" }, body: { status, code } };
  }
}

async function getResident(event: Event) {
  const caller = callerOf(event.requestContext.authorizer?.jwt?.claims ?? {});
  if (Object.keys(event.queryStringParameters ?? {}).length > 0) throw new Problem(422, "unknown_field");
  const id = event.pathParameters?.resident_id ?? "";
  if (!ID.test(id)) throw new Problem(404, "not_found");

  const profileKey = { pk: `RES#${id}`, sk: "PROFILE" };
  const relationKey = { pk: `RES#${id}`, sk: `ACTOR#${caller.actor}` };
  const headKey = { pk: `AUDIT#R#${id}`, sk: "HEAD" };
  const sessionsKey = { pk: `ACTOR#${caller.actor}`, sk: "SESSIONS" };
  const items = await read([profileKey, relationKey, headKey, sessionsKey]);

  if (!counts(items.get(sessionsKey.sk), caller)) throw new Problem(401, "session_ended");
  const relation = items.get(relationKey.sk);
  if (!caller.residents || !relation || !allows(relation, caller)) throw new Problem(404, "not_found");
  const person = items.get(profileKey.sk);
  if (!person) throw new Problem(404, "not_found");
  const { display_name, status, identity, profile, version } = person;
  const self_reported = ["kana", "alias", "romaji"];
  return { version, body: { display_name, status, identity: { ...identity, self_reported }, profile } };
}

function callerOf(claims: Record<string, string>): Caller {
  const residents = claims.client_id === process.env.RESIDENTS_CLIENT_ID;
  const known = residents || claims.client_id === process.env.STAFF_CLIENT_ID;
  const signedInAt = Number(claims.auth_time);
  if (claims.token_use !== "access" || !known || !claims.iss || !claims.sub || !Number.isFinite(signedInAt)) {
    throw new Problem(401, "unauthenticated");
  }
  return { actor: digest([claims.iss, claims.sub]), residents, signedInAt };
}

function digest(parts: string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(Buffer.byteLength(part)));
    hash.update(length).update(part);
  }
  return hash.digest().subarray(0, 16).toString("base64url");
}

async function read(keys: { pk: string; sk: string }[]) {
  const found = new Map<string, Record<string, any>>();
  let wanted: Item[] = keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
  for (let round = 0; wanted.length > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new Problem(503, "unavailable");
    const request = { RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand(request));
    for (const item of Responses?.[table] ?? []) {
      const plain = unmarshall(item);
      found.set(plain.sk, plain);
    }
    wanted = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

function counts(item: Record<string, any> | undefined, caller: Caller): boolean {
  const from = item?.sessions_valid_from ? Date.parse(item.sessions_valid_from) / 1000 : 0;
  return caller.signedInAt >= from;
}

function allows(relation: Record<string, any>, caller: Caller): boolean {
  const inScope =
    relation.kind === "self" || (relation.kind === "family" && relation.scopes?.profile !== undefined);
  return relation.state === "active" && counts(relation, caller) && inScope;
}
