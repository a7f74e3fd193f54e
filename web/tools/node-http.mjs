// Between Node's HTTP server and the web's Request and Response.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const MOST_BODY_BYTES = 1_000_000;

export async function toRequest(incoming, origin) {
  const chunks = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) throw new Error("the body is too large");
    chunks.push(chunk);
  }
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD" && chunks.length > 0;
  return new Request(new URL(incoming.originalUrl ?? incoming.url ?? "/", origin), {
    method: incoming.method,
    headers: Object.entries(incoming.headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}

export async function send(response, outgoing) {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  // A client that leaves a stream ends it; that is not a failure.
  await pipeline(Readable.fromWeb(response.body), outgoing).catch(() => undefined);
}
