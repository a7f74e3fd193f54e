// The grammar is compiled by the build (`lezer` in vite.config.ts).
declare module "*.grammar" {
  import type { LRParser } from "@lezer/lr";
  export const parser: LRParser;
}

declare module "*.grammar.terms" {
  export const LanguageWord: number;
  export const RuleWord: number;
  export const TestWord: number;
  export const GuardWord: number;
  export const OwnWord: number;
  export const ParamWord: number;
  export const LetWord: number;
  export const Opener: number;
  export const DocString: number;
  export const Numeral: number;
  export const Money: number;
  export const Percent: number;
  export const Duration: number;
  export const Day: number;
  export const Time: number;
  export const Keyword: number;
  export const Metric: number;
  export const Attribute: number;
  export const Action: number;
  export const Member: number;
  export const Level: number;
  export const Truth: number;
  export const ScriptBody: number;
  export const ScriptWord: number;
}
