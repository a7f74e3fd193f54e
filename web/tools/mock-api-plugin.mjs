// `npm run dev:mock`: the development server answers /api from a simulated desk instead of asking a real server.
import { send, toRequest } from "./node-http.mjs";
import { acceptWebSocket } from "./web-socket.mjs";

// What the simulated desk holds beside the usual: `{"campaigns":1200,"waiting":500,"hostile":true}`, `{"fresh":true}`.
const options = JSON.parse(process.env.ADJUTANT_MOCK ?? "{}");

export function mockApi() {
  return {
    name: "adjutant-mock-api",
    configureServer(server) {
      let answer;
      server.httpServer?.on("upgrade", async (request, socket) => {
        if (!request.url?.startsWith("/api/v1/lsp")) return;
        const { makeLanguageServer } = await server.ssrLoadModule("/mock/language-server.ts");
        acceptWebSocket(request, socket, makeLanguageServer);
      });
      server.middlewares.use(async (incoming, outgoing, next) => {
        if (!incoming.url?.startsWith("/api/")) return next();
        try {
          answer ??= (await server.ssrLoadModule("/mock/serve.ts")).makeMockApi({
            ...options,
            signedIn: false,
          });
          await send(await answer(await toRequest(incoming, "http://127.0.0.1")), outgoing);
        } catch (error) {
          next(error);
        }
      });
    },
  };
}
