// Explanations as the server writes them, built from the numbers of one campaign.
import type {
  ConditionNode,
  ConditionValue,
  Decision,
  Explanation,
  Operand,
  Truth,
} from "~/shared/api/types";

/** The number behind a display, money in millionths; nothing behind a word. */
const rawOf = (display: string) =>
  /\d/.test(display) ? Math.round(Number(display.replace(/[^\d.-]/g, "")) * 1_000_000) : null;

export const value = (display: string, kind = "money"): ConditionValue => ({
  display,
  kind,
  raw: rawOf(display),
  missing: null,
});
export const absent = (reason: string, detail: string): ConditionValue => ({
  display: "missing",
  kind: "money",
  raw: null,
  missing: { reason, detail },
});
export const operand = (text: string, shown: ConditionValue, parts: Operand[] = []): Operand => ({
  text,
  value: shown,
  parts,
});

export function comparison(
  truth: Truth,
  left: Operand,
  op: string,
  right: Operand,
  distance: string | null,
): ConditionNode {
  return {
    kind: "comparison",
    text: `${left.text} ${op} ${right.text}`,
    truth,
    missing: left.value.missing ?? right.value.missing ?? null,
    left,
    op,
    right,
    distance,
    children: [],
  };
}

export function group(kind: "and" | "or" | "not", truth: Truth, children: ConditionNode[]): ConditionNode {
  return {
    kind,
    text: children.map(({ text }) => text).join(` ${kind} `),
    truth,
    missing: null,
    left: null,
    op: null,
    right: null,
    distance: null,
    children,
  };
}

const attribute = (truth: Truth, text: string): ConditionNode => ({
  kind: "attribute",
  text,
  truth,
  missing: null,
  left: null,
  op: null,
  right: null,
  distance: null,
  children: [],
});

const activeScope = group("and", "true", [
  attribute("true", "status is active"),
  group("not", "true", [attribute("false", 'name matches "Brand*"')]),
]);

interface Times {
  at: string;
  dataUntil: string | null;
}

export function stopLoss(
  times: Times,
  spend: string,
  conversions: number,
  cpa: string,
  limit: string,
  floor: string,
  over: string,
): Explanation {
  const cost = operand("cost", value(cpa, conversions === 0 ? "infinite" : "money"), [
    operand("cpa", conversions === 0 ? absent("undefined", "no conversions") : value(cpa), [
      operand("spend", value(spend)),
      operand("conversions", value(String(conversions), "count")),
    ]),
  ]);
  return {
    evaluator: 1,
    at: times.at,
    data_until: times.dataUntil,
    scope: activeScope,
    lets: [{ name: "cost", text: "cpa else infinite", value: value(cpa) }],
    branches: [
      {
        truth: "true",
        condition: group("and", "true", [
          comparison(
            "true",
            cost,
            ">",
            operand("max_cpa", value(limit)),
            conversions === 0 ? null : `${over} above`,
          ),
          comparison("true", operand("spend", value(spend)), ">", operand("floor", value(floor)), null),
        ]),
        lasting: null,
        returned: [],
        actions: ["pause"],
        reason: `cost ${cpa} is above ${limit} and spend ${spend} is above ${floor}`,
      },
    ],
    release: null,
    windows: [
      {
        text: "last 3 days settled",
        missing: null,
        from: "2026-02-28",
        to: "2026-03-02",
        grain: "day",
        lag_days: 1,
        metrics: ["spend", "conversions"],
      },
    ],
  };
}

export function scale(
  times: Times,
  roas: string,
  conversions: number,
  revenue: string,
  spend: string,
): Explanation {
  return {
    evaluator: 1,
    at: times.at,
    data_until: times.dataUntil,
    scope: attribute("true", "status is active"),
    lets: [],
    branches: [
      {
        truth: "true",
        condition: group("and", "true", [
          comparison(
            "true",
            operand("conversions", value(String(conversions), "count")),
            ">=",
            operand("10", value("10", "literal")),
            `${conversions - 10} above`,
          ),
          comparison(
            "true",
            operand("roas", value(roas, "ratio"), [
              operand("revenue", value(revenue)),
              operand("spend", value(spend)),
            ]),
            ">",
            operand("target", value("3.50", "ratio")),
            `${(Number(roas) - 3.5).toFixed(2)} above`,
          ),
        ]),
        lasting: null,
        returned: [],
        actions: ["increase budget by 20% up to ceiling"],
        reason: `conversions ${conversions} is at least 10 and roas ${roas} is above 3.50`,
      },
    ],
    release: null,
    windows: [
      {
        text: "last 3 days settled",
        missing: null,
        from: "2026-02-28",
        to: "2026-03-02",
        grain: "day",
        lag_days: 1,
        metrics: ["conversions", "revenue", "spend"],
      },
    ],
  };
}

export function trim(times: Times, roas: string, spend: string, floor: string): Explanation {
  const sides = operand("roas", value(roas, "ratio"));
  return {
    evaluator: 1,
    at: times.at,
    data_until: times.dataUntil,
    scope: activeScope,
    lets: [],
    branches: [
      {
        truth: "true",
        condition: group("and", "true", [
          comparison(
            "true",
            operand("spend", value(spend)),
            ">",
            operand(floor, value(floor, "literal")),
            null,
          ),
          comparison(
            "true",
            sides,
            ">",
            operand("floor_roas", value("1.20", "ratio")),
            `${(Number(roas) - 1.2).toFixed(2)} above`,
          ),
          comparison(
            "true",
            sides,
            "<",
            operand("good_roas", value("2.50", "ratio")),
            `${(2.5 - Number(roas)).toFixed(2)} below`,
          ),
        ]),
        lasting: null,
        returned: [],
        actions: ["decrease budget by 15% down to $20, 18 EUR"],
        reason: `spend ${spend} is above ${floor}, roas ${roas} is above 1.20 and roas ${roas} is below 2.50`,
      },
    ],
    release: null,
    windows: [
      {
        text: "last 7 days settled",
        missing: null,
        from: "2026-02-24",
        to: "2026-03-02",
        grain: "day",
        lag_days: 1,
        metrics: ["revenue", "spend"],
      },
    ],
  };
}

/** Two branches, the first of which could not be decided: the second is never reached. */
export function undecided(times: Times): Explanation {
  return {
    evaluator: 1,
    at: times.at,
    data_until: times.dataUntil,
    scope: attribute("true", "status is active"),
    lets: [],
    branches: [
      {
        truth: "unknown",
        condition: group("and", "unknown", [
          comparison(
            "true",
            operand("spend", value("€371.00")),
            ">",
            operand("floor", value("€90.00")),
            "€281.00 above",
          ),
          comparison(
            "unknown",
            operand("cpa", absent("stale", "the last sync is 31 hours old; it promises every hour")),
            ">",
            operand("max_cpa", value("€40.00")),
            null,
          ),
        ]),
        lasting: "must hold for 2 checks; 1 so far",
        returned: [],
        actions: ["pause"],
        reason: "cpa is not known: the last sync is 31 hours old",
      },
      {
        truth: "unknown",
        condition: comparison(
          "false",
          operand("spend", value("€371.00")),
          "<",
          operand("€20", value("€20.00", "literal")),
          "€351.00 above",
        ),
        lasting: null,
        returned: [],
        actions: ["increase budget by 10%"],
        reason: "an earlier branch could not be decided",
      },
    ],
    release: null,
    windows: [
      {
        text: "last 72h",
        missing: null,
        from: "2026-03-01T07:00:00Z",
        to: "2026-03-04T07:00:00Z",
        grain: "hour",
        lag_days: 0,
        metrics: ["spend", "conversions"],
      },
    ],
  };
}

export type DecisionSeed = Omit<Decision, "id">;
