// Where the walk runs: a server named by the environment, or the simulated desk over the built pages.
import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The demo lives through ninety days of history before it is ready. */
const STARTUP_MS = 300_000;
const STOP_MS = 15_000;

/** Reads address and sign-ins out of a start line, as `adjutant demo --json` prints it. */
function parseStart(line) {
  const { url, admin, manager, marketer } = JSON.parse(line);
  return { url, admin: admin ?? manager, manager, marketer: marketer ?? admin };
}

/** Ports that nobody listens on; all are held until the last is found, so that they differ. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) {
    await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
  }
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Starts a program that prints one JSON line when it is ready. */
async function startProgram(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code} before it was ready`)));
    setTimeout(() => reject(new Error(`${command} was not ready in time`)), STARTUP_MS).unref();
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const killed = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(killed);
  };
  return { ...parseStart(line), stop };
}

/**
 * Where the walks run. In this order: ADJUTANT_START (the line that a running demo printed) or ADJUTANT_URL with
 * ADJUTANT_EMAIL and ADJUTANT_PASSWORD; ADJUTANT_PROGRAM, which is started as a demo in ADJUTANT_DATA; without
 * any of them, the built pages over the simulated desk.
 */
export async function findDesk() {
  const { ADJUTANT_START, ADJUTANT_URL, ADJUTANT_EMAIL, ADJUTANT_PASSWORD } = process.env;
  const { ADJUTANT_PROGRAM, ADJUTANT_DATA } = process.env;
  if (ADJUTANT_START || ADJUTANT_URL) {
    const started = ADJUTANT_START ? parseStart(ADJUTANT_START) : {};
    const named = ADJUTANT_EMAIL && { email: ADJUTANT_EMAIL, password: ADJUTANT_PASSWORD ?? "" };
    const desk = {
      url: (ADJUTANT_URL ?? started.url)?.replace(/\/$/, ""),
      admin: named || started.admin,
      manager: named || started.manager,
      marketer: named || started.marketer,
    };
    for (const [name, value] of Object.entries(desk)) {
      if (!value) {
        throw new Error(
          `no ${name}: set ADJUTANT_START, or ADJUTANT_URL with ADJUTANT_EMAIL and ADJUTANT_PASSWORD`,
        );
      }
    }
    return { ...desk, simulated: false, stop: async () => undefined };
  }
  if (ADJUTANT_PROGRAM) {
    const data = ADJUTANT_DATA ?? (await mkdtemp(path.join(tmpdir(), "adjutant-browser-")));
    const [pages, sandbox] = await freePorts(2);
    const listen = ["--listen", `127.0.0.1:${pages}`, "--sandbox-listen", `127.0.0.1:${sandbox}`];
    return {
      ...(await startProgram(ADJUTANT_PROGRAM, ["demo", "--json", "--data", data, ...listen])),
      simulated: false,
    };
  }
  const script = fileURLToPath(new URL("../tools/preview-server.mjs", import.meta.url));
  return { ...(await startProgram(process.execPath, [script])), simulated: true };
}
