/** Words of the parts that every room uses: ranges of days, charts, long tables, names. */
export const parts = {
  range: {
    label: "Days",
    custom: "Custom",
    preset: {
      today: "Today",
      "7d": "Last 7 days",
      "14d": "Last 14 days",
      "30d": "Last 30 days",
      "90d": "Last 90 days",
    },
    compare: "Compare with the days before",
    next: "Next month",
    previous: "Month before",
  },
  chart: {
    before: "days before",
    beforeOf: "{{name}}, before",
    day: "Day",
    changes: "Changes",
    unknown: "not known",
    asTable: "View as table",
    asDrawing: "View as chart",
    unsettled: "Conversions of this day may still come in",
    today: "This day is not over",
  },
  delta: {
    more: "more than before",
    less: "less than before",
    same: "as before",
    good: "better",
    bad: "worse",
    before: "Before: {{value}}",
    fromNothing: "from nothing",
  },
  name: {
    none: "(no visible name)",
    more: "Show the whole name",
    less: "Show less",
  },
} as const;
