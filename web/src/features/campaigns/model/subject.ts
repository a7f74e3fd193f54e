/** Whose page it is: a campaign's, or that of one object below a campaign. */
export type Subject = { campaign: string } | { object: string };
