import createClient from "openapi-fetch";
import { ApiProblem } from "./problem";
import type { paths } from "./schema.gen";

/** A call without an answer after this long is given up; the page then says that the outcome is not known. */
const TIMEOUT_MS = 20_000;
/** The same for an operation that computes: the server ends it by itself within half a minute. */
const PATIENCE_MS = 45_000;

const fetchWithin = (milliseconds: number) =>
  async function fetchInTime(request: Request): Promise<Response> {
    const timeout = AbortSignal.timeout(milliseconds);
    try {
      return await fetch(new Request(request, { signal: AbortSignal.any([request.signal, timeout]) }));
    } catch (cause) {
      // A query that was cancelled by the page is not a failure of the server.
      if (request.signal.aborted) throw cause;
      throw new ApiProblem(0, {});
    }
  };

/** For calls that compute for a while: `api.POST(path, { fetch: patiently, … })`. */
export const patiently = fetchWithin(PATIENCE_MS);

export const api = createClient<paths>({
  baseUrl: new URL("/api/v1", window.location.origin).href,
  fetch: fetchWithin(TIMEOUT_MS),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; every other answer is thrown as an ApiProblem. */
export async function body<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new ApiProblem(response.status, typeof error === "object" && error !== null ? error : {});
}

/** The body with the ETag that a change of it has to name (`If-Match`). */
export async function tagged<T>(call: Promise<Answer<T>>): Promise<{ value: T; etag: string }> {
  const answer = await call;
  return { value: await body(Promise.resolve(answer)), etag: answer.response.headers.get("etag") ?? "" };
}
