/// <reference types="vitest/config" />
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { lezer } from "@lezer/generator/rollup";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { mockApi } from "./tools/mock-api-plugin.mjs";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// light-dark() and nested CSS stay native in these; nothing older is supported.
const browsers = ["chrome123", "edge123", "firefox120", "safari17.5"];

export default defineConfig(({ mode }) => ({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      routesDirectory: "src/routes",
      generatedRouteTree: "src/app/route-tree.gen.ts",
      quoteStyle: "double",
      semicolons: true,
    }),
    react(),
    // Compiles `*.grammar`, the rule language's colours and folds, into its parser.
    lezer(),
    ...(mode === "mock" ? [mockApi()] : []),
  ],
  resolve: {
    alias: { "~": folder("./src"), "#mock": folder("./mock") },
  },
  // The server replaces the placeholder with a fresh nonce in every answer; a literal one would be worth nothing.
  html: { cspNonce: "__CSP_NONCE__" },
  // Found late, they would make the development server bundle anew and reload a page with an open editor.
  optimizeDeps: {
    include: [
      "@codemirror/autocomplete",
      "@codemirror/commands",
      "@codemirror/language",
      "@codemirror/lint",
      "@codemirror/lsp-client",
      "@codemirror/merge",
      "@codemirror/search",
      "@codemirror/state",
      "@codemirror/view",
      "@lezer/common",
      "@lezer/highlight",
      "@lezer/lr",
    ],
  },
  server: {
    host: "127.0.0.1",
    proxy:
      mode === "mock"
        ? {}
        : { "/api": { target: process.env.ADJUTANT_URL ?? "http://127.0.0.1:8700", ws: true } },
  },
  build: {
    target: browsers,
    cssTarget: browsers,
    // All styles are one small file: their order is then one order, and no page waits for styles of its own.
    cssCodeSplit: false,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "mantine", test: /node_modules[\\/](@mantine[\\/](?!dates)|@floating-ui[\\/])/ },
            {
              name: "tanstack",
              test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|react-query|query-core|react-store|store)[\\/]/,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    css: false,
    testTimeout: 60_000,
    // Vitest leaves one core to its watch, which on two cores would be half of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { TZ: "America/New_York" },
  },
}));
