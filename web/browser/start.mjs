// Where the walk runs: a server named by the environment, or the simulated desk over the built pages.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const STARTUP_MS = 30_000;

/** Reads address and sign-in out of a start line, such as `adjutant demo` prints. */
function parseStart(line) {
  const start = JSON.parse(line);
  const user = start.users?.find?.(({ role }) => role === "manager") ?? start.manager ?? start;
  return {
    url: (start.url ?? start.base_url)?.replace(/\/$/, ""),
    email: user.email,
    password: user.password,
  };
}

async function startMock() {
  const script = fileURLToPath(new URL("../tools/mock-server.mjs", import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the simulated desk ended with ${code}`)));
    setTimeout(() => reject(new Error("the simulated desk did not start")), STARTUP_MS).unref();
  });
  return { ...parseStart(line), simulated: true, stop: () => child.kill() };
}

/**
 * From the environment: ADJUTANT_START (the JSON line that the demo prints), or ADJUTANT_URL with ADJUTANT_EMAIL and
 * ADJUTANT_PASSWORD; ADJUTANT_URL also wins over the address in the line. Without any of them: the simulated desk.
 */
export async function findDesk() {
  const { ADJUTANT_START, ADJUTANT_URL, ADJUTANT_EMAIL, ADJUTANT_PASSWORD } = process.env;
  if (!ADJUTANT_START && !ADJUTANT_URL) return startMock();
  const started = ADJUTANT_START ? parseStart(ADJUTANT_START) : {};
  const desk = {
    url: (ADJUTANT_URL ?? started.url)?.replace(/\/$/, ""),
    email: ADJUTANT_EMAIL ?? started.email,
    password: ADJUTANT_PASSWORD ?? started.password,
    simulated: false,
    stop: () => undefined,
  };
  for (const [name, value] of Object.entries({ url: desk.url, email: desk.email, password: desk.password })) {
    if (!value)
      throw new Error(
        `no ${name}: set ADJUTANT_START, or ADJUTANT_URL with ADJUTANT_EMAIL and ADJUTANT_PASSWORD`,
      );
  }
  return desk;
}
