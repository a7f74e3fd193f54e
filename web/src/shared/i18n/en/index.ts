import { actions } from "./actions";
import { decisions } from "./decisions";
import { identity } from "./identity";
import { rooms } from "./rooms";
import { shell } from "./shell";

/** English, complete. Other languages are checked against its keys. */
export const en = { ...shell, identity, actions, decisions, ...rooms } as const;
