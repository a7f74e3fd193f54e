import "./app/nonce";
import "@fontsource-variable/inter";
import "./app/component-styles";
import "./app/tokens.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { makeQueryClient } from "./app/query-client";
import { makeRouter } from "./app/router";
import { startLanguage } from "./shared/i18n";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");

await startLanguage();
const queries = makeQueryClient();
createRoot(root).render(
  <StrictMode>
    <App queries={queries} router={makeRouter(queries)} />
  </StrictMode>,
);
