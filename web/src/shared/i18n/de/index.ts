import type { en } from "../en";
import type { Translation } from "../translation";
import { accounts } from "./accounts";
import { actions } from "./actions";
import { actors } from "./actors";
import { backtests } from "./backtests";
import { blocks } from "./blocks";
import { campaigns } from "./campaigns";
import { connect } from "./connect";
import { decisions } from "./decisions";
import { editor } from "./editor";
import { findings } from "./findings";
import { identity } from "./identity";
import { lookups } from "./lookups";
import { notifications } from "./notifications";
import { objects } from "./objects";
import { organisation } from "./organisation";
import { overview } from "./overview";
import { parts } from "./parts";
import { people } from "./people";
import { rates } from "./rates";
import { reasons } from "./reasons";
import { rules } from "./rules";
import { shadows } from "./shadows";
import { shell } from "./shell";

/** German, complete: the type refuses a key that English has and German has not. */
export const de: Translation<typeof en> = {
  ...parts,
  ...shell,
  accounts,
  actions,
  actors,
  backtests,
  blocks,
  campaigns,
  connect,
  decisions,
  editor,
  findings,
  identity,
  lookups,
  notifications,
  objects,
  organisation,
  overview,
  people,
  rates,
  reasons,
  rules,
  shadows,
};
