import { said } from "../i18n";
import type { ActionDetail, Problem } from "./types";

/** What kind of problem it is: the last word of its type. */
const kindOf = (type: string | undefined) => type?.slice(type.lastIndexOf(":") + 1);

/**
 * A call that did not succeed. `status` is 0 when no answer came at all (offline, timed out, server down):
 * for a mutating call that means the outcome is not known, and the page must say so.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly requestId: string | undefined;
  readonly fields: readonly { pointer: string; detail: string }[];
  /** What the action is now, when it moved on under the caller (412). */
  readonly current: ActionDetail | undefined;
  /** What else this kind of problem carries. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Partial<Problem> & { current?: ActionDetail }) {
    super(said(`reasons.problem.${kindOf(body.type)}`, body.detail ?? body.title ?? `HTTP ${status}`));
    this.name = "ApiProblem";
    this.status = status;
    this.title = body.title ?? "";
    this.requestId = body.request_id;
    this.fields = body.errors ?? [];
    this.current = body.current;
    this.more = { ...body };
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

export function isProblem(error: unknown, status?: number): error is ApiProblem {
  return error instanceof ApiProblem && (status === undefined || error.status === status);
}
