import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Desk, type DeskOptions } from "#mock/desk";
import { handlersOf } from "#mock/handlers";
import { App } from "~/app/app";
import { makeQueryClient } from "~/app/query-client";
import { makeRouter } from "~/app/router";
import { server } from "./server";

/** The whole application at an address, over a simulated desk: real router, real queries, nothing replaced inside. */
export function renderApp(address: string, options: DeskOptions = {}) {
  // Business time as fast as the watch and steps without waiting, unless a test is about them.
  const desk = new Desk({ speed: 1, pace: 5, ...options });
  server.use(...handlersOf(desk));
  const queries = makeQueryClient();
  queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, retryDelay: 1 } });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = makeRouter(queries, history);
  // Without waiting between keys: what follows from a key is waited for by what it shows.
  const user = userEvent.setup({ delay: null });
  render(<App queries={queries} router={router} env="test" />);
  return { desk, user, queries, router };
}
