// Short names for the API's schemas. The types themselves are generated from openapi.json.
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Money = Schemas["Money"];
export type Problem = Schemas["Problem"];
export type Session = Schemas["Session"];
export type Clock = Schemas["Clock"];
export type Platform = Schemas["Platform"];

export type ActionState = Schemas["ActionState"];
export type ActionSummary = Schemas["ActionSummary"];
export type ActionDetail = Schemas["ActionDetail"];
export type ActionStep = Schemas["ActionStep"];
export type ActionAccount = Schemas["ActionAccount"];
export type ActionCounts = Schemas["ActionCounts"];
export type UndoPreview = Schemas["UndoPreview"];
export type ShownValue = Schemas["ShownValue"];

export type Decision = Schemas["Decision"];
export type Explanation = Schemas["Explanation"];
export type ExplainedBranch = Schemas["ExplainedBranch"];
export type ExplainedWindow = Schemas["ExplainedWindow"];
export type ConditionNode = Schemas["Node"];
export type Operand = Schemas["Operand"];
export type ConditionValue = Schemas["Value"];
export type Missing = Schemas["Missing"];
export type Truth = Schemas["Truth"];

export type Rule = Schemas["Rule"];
export type Campaign = Schemas["Campaign"];
export type Account = Schemas["Account"];
export type Actor = Schemas["Actor"];
export type ActorTree = Schemas["ActorTree"];
export type EventHint = Schemas["EventHint"];
