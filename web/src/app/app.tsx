import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useLayoutEffect } from "react";
import { usePreferences } from "~/shared/preferences";
import { nonce } from "./nonce";
import type { AppRouter } from "./router";
import { cssVariablesResolver, themes } from "./theme";

// The same key is read by the script in index.html before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: "adjutant-color-scheme" });

interface AppProps {
  queries: QueryClient;
  router: AppRouter;
  env?: "default" | "test";
}

/** The whole application. The theme provider here is the one door to the component library. */
export function App({ queries, router, env = "default" }: AppProps) {
  const density = usePreferences((preferences) => preferences.density);
  useLayoutEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  return (
    <MantineProvider
      theme={themes[density]}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
      env={env}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
