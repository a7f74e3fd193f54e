// Serves the built pages (`npm run build`) the way the real server does: a fresh nonce in index.html, the strict
// policy, precompressed assets. The API behind them is a simulated desk, or the running server that ADJUTANT_URL
// names. Prints one JSON line with its address and, for the simulated desk, a sign-in.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request as callServer, createServer } from "node:http";
import { connect } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createServer as createVite } from "vite";
import { send, toRequest } from "./node-http.mjs";
import { acceptWebSocket } from "./web-socket.mjs";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const types = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const policy = (nonce) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

async function asset(pathname, outgoing) {
  const file = path.join(dist, pathname);
  const type = types[path.extname(file)];
  if (type === undefined || !file.startsWith(path.join(dist, "assets") + path.sep)) {
    outgoing.writeHead(404).end();
    return;
  }
  const packed = await readFile(`${file}.br`).catch(() => undefined);
  const body = packed ?? (await readFile(file).catch(() => undefined));
  if (body === undefined) {
    outgoing.writeHead(404).end();
    return;
  }
  outgoing.writeHead(200, {
    "content-type": type,
    "cache-control": "public, max-age=31536000, immutable",
    ...(packed ? { "content-encoding": "br" } : {}),
  });
  outgoing.end(body);
}

async function index(outgoing) {
  const nonce = randomBytes(16).toString("base64");
  const html = await readFile(path.join(dist, "index.html"), "utf8");
  outgoing.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "content-security-policy": policy(nonce),
  });
  outgoing.end(html.replaceAll("__CSP_NONCE__", nonce));
}

/** Passes a call on to a running server, streams included. */
function passOn(origin, incoming, outgoing) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const { url, method, headers } = incoming;
    const call = callServer({
      hostname,
      port,
      path: url,
      method,
      headers: { ...headers, host: `${hostname}:${port}` },
    });
    call.once("error", reject);
    call.once("response", (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      // A stream is open from its headers on, not from its first event.
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      resolve();
    });
    outgoing.once("close", () => call.destroy());
    incoming.pipe(call);
  });
}

async function simulate() {
  const vite = await createVite({
    root: fileURLToPath(new URL("..", import.meta.url)),
    mode: "mock",
    server: { middlewareMode: true, ws: false },
    appType: "custom",
    logLevel: "error",
  });
  const { makeMockApi } = await vite.ssrLoadModule("/mock/serve.ts");
  // What the simulated desk holds beside the usual: `{"campaigns":1200,"waiting":500,"hostile":true}`.
  const options = JSON.parse(process.env.ADJUTANT_MOCK ?? "{}");
  const answer = makeMockApi({ ...options, signedIn: false, setupOpen: process.argv.includes("--setup") });
  const { makeLanguageServer } = await vite.ssrLoadModule("/mock/language-server.ts");
  return {
    call: async (incoming, outgoing) => {
      const request = await toRequest(incoming, `http://${incoming.headers.host}`);
      await send(await answer(request), outgoing);
    },
    upgrade: (request, socket) => acceptWebSocket(request, socket, makeLanguageServer),
  };
}

/** Passes a WebSocket on to a running server, byte by byte. */
function passUpgradeOn(origin, request, socket, head) {
  const { hostname, port } = new URL(origin);
  const far = connect(Number(port), hostname, () => {
    const headers = Object.entries({ ...request.headers, host: `${hostname}:${port}`, origin })
      .map(([name, value]) => `${name}: ${value}`)
      .join("\r\n");
    far.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n\r\n`);
    far.write(head);
    far.pipe(socket).pipe(far);
  });
  far.on("error", () => socket.destroy());
  socket.on("error", () => far.destroy());
}

const behind = process.env.ADJUTANT_URL;
const api = behind
  ? {
      call: (incoming, outgoing) => passOn(behind, incoming, outgoing),
      upgrade: (request, socket, head) => passUpgradeOn(behind, request, socket, head),
    }
  : await simulate();

const server = createServer((incoming, outgoing) => {
  const { pathname } = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const work = pathname.startsWith("/api/")
    ? api.call(incoming, outgoing)
    : pathname.startsWith("/assets/")
      ? asset(pathname, outgoing)
      : index(outgoing);
  work.catch((error) => {
    console.error(error);
    if (outgoing.headersSent) outgoing.end();
    else outgoing.writeHead(502).end();
  });
});

server.on("upgrade", (request, socket, head) => {
  if (request.url?.startsWith("/api/v1/lsp")) api.upgrade(request, socket, head);
  else socket.destroy();
});

const port = Number(process.env.PORT ?? 0);
server.listen(port, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const person = (role) => ({ email: `${role}@northwind.example`, password: "harbour-lantern-42" });
  const people = { admin: person("admin"), manager: person("manager"), marketer: person("marketer") };
  console.log(JSON.stringify(behind ? { url } : { url, ...people }));
});
