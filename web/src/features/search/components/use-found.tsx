import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { permits, useSession } from "~/shared/api/session";
import { IconFileText, IconPlugConnected, IconSpeakerphone } from "~/shared/ui/icons";
import { findAccounts, findCampaigns, findRules } from "../api/find";

export interface Found {
  group: string;
  entries: {
    id: string;
    label: string;
    description: string;
    icon: typeof IconFileText;
    open: () => void;
  }[];
}

/** Shorter than this is nearly everything. */
const LEAST = 2;

/** What the server knows by these letters, group by group, as each answer comes. */
export function useFound(q: string): { groups: Found[]; searching: boolean } {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const wanted = q.trim();
  const asks = wanted.length >= LEAST;
  const campaigns = useQuery({
    ...findCampaigns(wanted),
    enabled: asks && permits(session, "campaigns.read"),
    placeholderData: keepPreviousData,
  });
  const rules = useQuery({
    ...findRules(wanted),
    enabled: asks && permits(session, "rules.read"),
    placeholderData: keepPreviousData,
  });
  const accounts = useQuery({
    ...findAccounts(wanted),
    enabled: asks && permits(session, "accounts.read"),
  });
  if (!asks) return { groups: [], searching: false };
  const groups: Found[] = [
    {
      group: t("nav.campaigns"),
      entries: (campaigns.data ?? []).map((campaign) => ({
        id: campaign.id,
        label: campaign.name,
        description: campaign.account.name,
        icon: IconSpeakerphone,
        open: () => void navigate({ to: "/campaigns/$campaignId", params: { campaignId: campaign.id } }),
      })),
    },
    {
      group: t("nav.rules"),
      entries: (rules.data ?? []).map((rule) => ({
        id: rule.id,
        label: rule.name,
        description: t(`rules.state.${rule.state}`),
        icon: IconFileText,
        open: () => void navigate({ to: "/rules/$ruleId", params: { ruleId: rule.id } }),
      })),
    },
    {
      group: t("nav.accounts"),
      entries: (accounts.data ?? []).map((account) => ({
        id: account.id,
        label: account.name,
        description: `${account.external_id}, ${account.brand.name}`,
        icon: IconPlugConnected,
        open: () => void navigate({ to: "/accounts/$accountId", params: { accountId: account.id } }),
      })),
    },
  ].filter(({ entries }) => entries.length > 0);
  return { groups, searching: campaigns.isFetching || rules.isFetching || accounts.isFetching };
}
