/** The writes of pages: where each goes, which reads it changes and how, and how it is taken back. One file each in `writes/`. */
import type { Refusal, paths } from "../api/index.js";
import type { AnswerOf, BodyOf, OperationId, PathOf, Read, ReadId } from "./operations.js";
import { createDailyRecord } from "./writes/create-daily-record.js";
import { deleteDailyRecord } from "./writes/delete-daily-record.js";
import { deleteIntake } from "./writes/delete-intake.js";
import { logIntake } from "./writes/log-intake.js";
import { putIntake } from "./writes/put-intake.js";

/** One write as it waits. It can be written to the device as it is. */
export interface Write<Id extends OperationId = OperationId> {
  /** What it is called in the queue, and the `Idempotency-Key` of every attempt for as long as the server knows it. */
  readonly key: string;
  /** The `Idempotency-Key` from then on. */
  readonly laterKey?: string;
  readonly id: Id;
  readonly path: PathOf<Id>;
  readonly body: BodyOf<Id>;
  /** The version that the person saw, for `If-Match`: what was changed since is not overwritten. */
  readonly version?: string;
  /** What stood there, where taking the write back needs it. */
  readonly was?: unknown;
  /** When the person did it, in milliseconds since 1970. */
  readonly madeAt: number;
  /** When it was first sent with this key. From the first time on it may have had its effect, whatever was answered. */
  readonly triedAt?: number;
  /** Taken back after it was sent: done as soon as it is known what it came to. */
  readonly undone?: boolean;
  /** What the write that takes it back will be called. */
  readonly undoKey?: string;
}

/** A write that takes another one back. */
export interface TakeBack {
  readonly id: WriteId;
  readonly path: object;
  readonly body: unknown;
  readonly version?: string | undefined;
}

/** What a write is, apart from its content. */
export interface WriteKind<Id extends OperationId> {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: keyof paths;
  /** How reads look once it is done, and what was answered where it is; what it cannot know is left for the next look. */
  readonly expect: { readonly [Of in ReadId]?: (value: AnswerOf<Of>, write: Write<Id>, of: Read<Of>, answer?: AnswerOf<Id>) => AnswerOf<Of> };
  /** Reads that it changes in ways that only the server knows. */
  readonly outdates: readonly ReadId[];
  /** Sent again after the server forgot its key, it would have a second effect. */
  readonly adds: boolean;
  /** What a write needs besides what the person wrote, such as the id by which it is there once however often it is sent. */
  readonly complete?: (body: BodyOf<Id>) => BodyOf<Id>;
  /** Refusals that say that it was done before. */
  readonly doneBefore?: readonly string[];
  /** The write that takes it back, once it was answered; without an answer where it was done before. */
  readonly takeBack?: (write: Write<Id>, answer?: AnswerOf<Id>) => TakeBack | undefined;
  /** What the person should know of it, in the words of the API. */
  readonly tells?: (answer: AnswerOf<Id>) => readonly string[];
  /** The version that it came to: further writes to the same path, made on top of it, name this one. */
  readonly versionOf?: (answer: AnswerOf<Id>) => string | undefined;
}

export const WRITES = {
  "create-daily-record": createDailyRecord,
  "delete-daily-record": deleteDailyRecord,
  "delete-intake": deleteIntake,
  "log-intake": logIntake,
  "put-intake": putIntake,
} as const;

export type WriteId = keyof typeof WRITES;

/** A write that was refused, for the person to see. `key_forgotten`: it may have been done, and can be repeated only by hand. */
export interface Returned {
  readonly write: Pick<Write<WriteId>, "id" | "key"> & Partial<Pick<Write<WriteId>, "path" | "body">>;
  readonly refusal: Refusal<string>;
}

/** How the value of a read looks with writes that wait. */
export function withWrites<Id extends ReadId>(read: Read<Id>, value: AnswerOf<Id>, writes: readonly Write<WriteId>[]): AnswerOf<Id> {
  return writes.reduce((before, write) => {
    if (write.undone) return before;
    const kind = WRITES[write.id] as unknown as WriteKind<OperationId>;
    const change = kind.expect[read.id] as ((value: AnswerOf<Id>, write: Write, of: Read<Id>) => AnswerOf<Id>) | undefined;
    return change === undefined ? before : change(before, write as Write, read);
  }, value);
}
