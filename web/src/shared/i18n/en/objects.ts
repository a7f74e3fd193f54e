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
  nothing: "Nothing is known about this part of the campaign",
  nothingHelp: "No rule looks at it and none holds anything on it. It may also have been removed.",
} as const;
