// `npm run dev:mock`: the development server answers /api from a simulated desk instead of asking a real server.
import { send, toRequest } from "./node-http.mjs";

export function mockApi() {
  return {
    name: "adjutant-mock-api",
    configureServer(server) {
      let answer;
      server.middlewares.use(async (incoming, outgoing, next) => {
        if (!incoming.url?.startsWith("/api/")) return next();
        try {
          answer ??= (await server.ssrLoadModule("/mock/serve.ts")).makeMockApi({ signedIn: false });
          await send(await answer(await toRequest(incoming, "http://127.0.0.1")), outgoing);
        } catch (error) {
          next(error);
        }
      });
    },
  };
}
