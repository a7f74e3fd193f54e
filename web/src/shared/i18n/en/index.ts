import { accounts } from "./accounts";
import { actions } from "./actions";
import { actors } from "./actors";
import { campaigns } from "./campaigns";
import { connect } from "./connect";
import { decisions } from "./decisions";
import { editor } from "./editor";
import { identity } from "./identity";
import { notifications } from "./notifications";
import { organisation } from "./organisation";
import { people } from "./people";
import { rules } from "./rules";
import { shell } from "./shell";

/** English, complete. Other languages are checked against its keys. */
<<<<<<< HEAD
export const en = {
  ...shell,
  identity,
  people,
  organisation,
  notifications,
  actions,
  connect,
  decisions,
  rules,
  campaigns,
  accounts,
  actors,
} as const;
=======
export const en = { ...shell, identity, actions, decisions, rules, editor, campaigns, accounts, actors } as const;
>>>>>>> 85bd23a (feat(web): rules are listed, begun from a library, written in an editor with a preview, saved as versions and switched)
