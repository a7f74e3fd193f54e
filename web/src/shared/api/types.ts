// Short names for the API's schemas. The types themselves are generated from openapi.json.
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Money = Schemas["Money"];
export type Problem = Schemas["Problem"];
export type Session = Schemas["Session"];
export type Clock = Schemas["Clock"];
export type Platform = Schemas["Platform"];

export type ActionState = Schemas["ActionState"];
export type ActionMove = Schemas["ActionMove"];
export type ActionSummary = Schemas["ActionSummary"];
export type MoveLeg = Schemas["MoveLeg"];
export type RuleRef = Schemas["RuleRef"];
export type ActionDetail = Schemas["ActionDetail"];
export type ActionStep = Schemas["ActionStep"];
export type ActionAccount = Schemas["ActionAccount"];
export type ActionCounts = Schemas["ActionCounts"];
export type UndoPreview = Schemas["UndoPreview"];
export type ShownValue = Schemas["ShownValue"];

export type ExplainedWindow = Schemas["ExplainedWindow"];
export type Missing = Schemas["Missing"];
export type Truth = Schemas["Truth"];

/** A value as people read it; the document leaves its shape open. */
export interface ConditionValue {
  display: string;
  kind: string;
  raw: number | string | null;
  missing: Missing | null;
}

// The tree of an explanation, with its values typed.
export type Operand = Omit<Schemas["Operand"], "value" | "parts"> & {
  value: ConditionValue;
  parts: Operand[];
};
export type ConditionNode = Omit<Schemas["Node"], "left" | "right" | "children"> & {
  left: Operand | null;
  right: Operand | null;
  children: ConditionNode[];
};
export type LetValue = Omit<Schemas["LetValue"], "value"> & { value: ConditionValue };
export type ExplainedBranch = Omit<Schemas["ExplainedBranch"], "condition"> & {
  condition: ConditionNode | null;
};
export type Explanation = Omit<Schemas["Explanation"], "scope" | "lets" | "branches"> & {
  scope: ConditionNode | null;
  lets: LetValue[];
  branches: ExplainedBranch[];
};
/** What carries an explanation. */
export type Explained<T> = Omit<T, "explanation"> & { explanation: Explanation };
/** What carries one where there is something to explain. */
export type PerhapsExplained<T> = Omit<T, "explanation"> & { explanation: Explanation | null };
export type Decision = Explained<Schemas["Decision"]>;

export type Rule = Schemas["Rule"];
export type Campaign = Schemas["Campaign"];
export type CampaignDetail = Schemas["CampaignDetail"];
export type CampaignMetrics = Schemas["CampaignMetrics"];
export type DayCell = Schemas["DayCell"];
export type CampaignMark = Schemas["CampaignMark"];
export type CampaignHistoryEntry = Schemas["CampaignHistoryEntry"];
export type CampaignActionPreview = Schemas["CampaignActionPreview"];
export type CampaignObject = Schemas["CampaignObject"];
export type CampaignObjectDetail = Schemas["CampaignObjectDetail"];
export type ObjectBelow = Schemas["ObjectBelow"];
export type Hold = Schemas["Hold"];
export type CampaignRule = PerhapsExplained<Schemas["CampaignRule"]>;
export type CampaignRules = Omit<Schemas["CampaignRules"], "data"> & { data: CampaignRule[] };
export type DecisionSummary = Schemas["DecisionSummary"];
export type Totals = Schemas["Totals"];
export type Overview = Schemas["Overview"];
export type DecideResult = Schemas["DecideResult"];
export type Account = Schemas["Account"];
export type Actor = Schemas["Actor"];
export type ActorTree = Schemas["ActorTree"];
export type EventHint = Schemas["EventHint"];

export type Role = Schemas["Role"];
export type Profile = Schemas["Profile"];
export type OwnSession = Schemas["OwnSession"];
export type OpenInvite = Schemas["OpenInvite"];
export type Member = Schemas["Member"];
export type Invite = Schemas["Invite"];
export type Organisation = Schemas["Organisation"];
export type Notification = Schemas["Notification"];

export type Connection = Schemas["Connection"];
export type Candidate = Schemas["ConnectionCandidate"];
export type ProblemCode = Schemas["ConnectionProblemCode"];
export type AccountDetail = Schemas["AccountDetail"];
export type DataSet = Schemas["AccountDataSet"];
export type FirstSync = Schemas["AccountFirstSync"];
export type Brand = Schemas["Brand"];
