import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isProblem } from "~/shared/api/problem";
import { sessionQuery } from "~/shared/api/session";

const RETRIES = 2;

export function makeQueryClient(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        // A session that ended anywhere ended everywhere; the desk's guard then shows the sign-in page.
        if (isProblem(error, 401) && query.queryKey[0] !== "session") {
          queries.setQueryData(sessionQuery.queryKey, null);
        }
      },
    }),
    defaultOptions: {
      queries: {
        // Hints of the event stream say what changed; without them half a minute is the oldest that is shown.
        staleTime: 30_000,
        retry: (failures, error) =>
          failures < RETRIES && isProblem(error) && (error.unreachable || error.status >= 500),
        retryDelay: (failures) => Math.min(8_000, 500 * 2 ** failures),
      },
      mutations: { retry: false },
    },
  });
  return queries;
}
