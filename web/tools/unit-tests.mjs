// Runs the tests once and ends with one plain line of counts, for logs.
import { startVitest } from "vitest/node";

const vitest = await startVitest("test", process.argv.slice(2), { watch: false });
const results = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const failed = results.filter((test) => test.result().state === "failed").length;
const passed = results.filter((test) => test.result().state === "passed").length;
// A file that does not load holds no test that could fail, and is a failure all the same.
const broken = vitest.state.getTestModules().filter((module) => module.errors().length > 0).length;
await vitest.close();
console.log(`${passed} passed, ${failed + broken} failed`);
process.exit(failed + broken > 0 || passed === 0 || vitest.state.getUnhandledErrors().length > 0 ? 1 : 0);
