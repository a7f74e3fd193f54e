interface Place {
  /** Null where it is about the account. */
  campaign: { name: string } | null;
  object: { name: string } | null;
  account: { name: string };
}

/** What a rule is about by itself: `Shoes`. */
export function aboutItself({ campaign, object, account }: Place): string {
  return (object ?? campaign ?? account).name;
}

/** What a rule is about, from its campaign down: `Brand US › Shoes`; an account by its own name. */
export function about(at: Place): string {
  return at.campaign && at.object ? `${at.campaign.name} › ${at.object.name}` : aboutItself(at);
}
