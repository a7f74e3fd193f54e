/** What a rule is about, from its campaign down: `Brand US › Shoes`. */
export function about(at: { campaign: { name: string }; object: { name: string } | null }): string {
  return at.object ? `${at.campaign.name} › ${at.object.name}` : at.campaign.name;
}
