// Short names for what the operations on rules exchange. The types themselves are generated from openapi.json.

import type { components } from "~/shared/api/schema.gen";
import type { Explained, PerhapsExplained } from "~/shared/api/types";

type Schemas = components["schemas"];

export type Param = Schemas["Param"];
export type Hold = Schemas["Hold"];
export type BoundAccount = Schemas["RuleAccount"];
export type RuleDetail = Schemas["RuleDetail"];
export type RuleDisabled = Schemas["RuleDisabled"];
export type Restored = Schemas["Restored"];
export type RuleAcceptance = Schemas["RuleAcceptance"];
export type RuleVersion = Schemas["RuleVersion"];
export type Diagnostic = Schemas["Diagnostic"];
export type CheckedRule = Schemas["CheckedRule"];
export type CheckedText = Schemas["CheckedText"];
export type LibraryItem = Schemas["LibraryItem"];
export type ImportRequest = Schemas["ImportRules"];
export type ImportedRule = Schemas["ImportedRule"];
export type ImportedPart = Schemas["ImportedPart"];
export type DiagnosticPage = Schemas["DiagnosticPage"];
export type Guard = Schemas["Guard"];
export type RuleFinding = Schemas["RuleFinding"];
export type GuardPromise = Schemas["GuardPromise"];
export type RuleAnalysis = Schemas["RuleAnalysis"];

export type TextSpan = Schemas["TextSpan"];
export type TextEdit = Schemas["TextEdit"];
export type TextBlocks = Schemas["TextBlocks"];
export type BlockItem = Schemas["BlockItem"];
export type Block = Schemas["Block"];
export type BlockPart = Schemas["BlockPart"];
export type BlockField = Schemas["BlockField"];
export type BlockCondition = Schemas["BlockCondition"];
export type BlockComparison = Schemas["BlockComparison"];
export type BlockOperand = Schemas["BlockOperand"];
export type BlockOffer = Schemas["BlockOffer"];
export type BlockUnit = Schemas["BlockUnit"];

type TestedExpectation = PerhapsExplained<Schemas["TestedExpectation"]>;
type TestedTest = Omit<Schemas["TestedTest"], "expectations"> & { expectations: TestedExpectation[] };
export type TestedText = Omit<Schemas["TestedText"], "tests"> & { tests: TestedTest[] };

export type PreviewRow = Explained<Schemas["PreviewRow"]>;
export type Preview = Omit<Schemas["Preview"], "rows"> & { rows: PreviewRow[] };

export type Backtest = Schemas["Backtest"];
export type BacktestAccount = Schemas["BacktestAccount"];
export type BacktestRule = Schemas["BacktestRule"];
export type BacktestUnknown = Schemas["BacktestUnknown"];
export type BacktestFiring = Schemas["BacktestFiring"];
export type BacktestMoved = Schemas["BacktestMoved"];
export type BacktestStop = Schemas["BacktestStop"];
export type BacktestComparison = Schemas["BacktestComparison"];
export type BacktestDifference = Schemas["BacktestDifference"];

export type Shadow = Schemas["Shadow"];
export type ShadowDifference = Schemas["ShadowDifference"];
export type ShadowDid = Schemas["ShadowDid"];
export type ShadowHold = Schemas["ShadowHold"];
