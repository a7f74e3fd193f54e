/** What stands below a campaign. */
export const objects = {
  level: {
    ad_group: "Ad group",
    ad: "Ad",
    keyword: "Keyword",
    target: "Target",
    search_term: "Search term",
  },
  noRule: "No rule looks at it now.",
  title: "Below this campaign",
  lead: "Of the levels that enabled rules look at.",
  name: "Name",
  status: "Status",
  bid: "Bid",
  spend: "Spend, 7 d",
  conversions: "Conv.",
  cpa: "CPA",
  within: "{{level}} in {{name}}",
  match: "Match",
  matchType: { exact: "Exact", phrase: "Phrase", broad: "Broad" },
  firstSeen: "First seen",
} as const;
