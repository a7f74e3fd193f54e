import { useTranslation } from "react-i18next";
import type { Campaign } from "~/shared/api/types";
import { i18next } from "~/shared/i18n";
import { spoken } from "~/shared/lib/spoken";
import { IconCircleMinus, IconPlayerPause, IconPlayerPlay } from "~/shared/ui/icons";
import { Status } from "~/shared/ui/status";
import type { Look } from "~/shared/ui/tone";

const looks: Record<Campaign["status"], Look> = {
  active: { tone: "positive", icon: IconPlayerPlay },
  paused: { tone: "neutral", icon: IconPlayerPause },
  removed: { tone: "neutral", icon: IconCircleMinus },
};

/** What the platform says of its delivery in the reader's words, where that is more than the status once more. */
export function deliveryBeside({
  status,
  delivery,
}: Pick<Campaign, "status" | "delivery">): string | undefined {
  const word = delivery.toLowerCase();
  if (word === "" || word === status) return undefined;
  // A word of the platform's that is not known here stands as it is.
  return i18next.exists(`campaigns.delivery.${word}`)
    ? i18next.t(`campaigns.delivery.${word as "eligible"}`)
    : spoken(delivery) || undefined;
}

interface CampaignStatusProps {
  /** A campaign, or something below one. */
  campaign: Pick<Campaign, "status" | "delivery">;
  look?: "pill" | "plain";
}

/** Whether it runs; what the platform itself says about its delivery is in the hint. */
export function CampaignStatus({ campaign, look }: CampaignStatusProps) {
  const { t } = useTranslation();
  return (
    <Status
      {...looks[campaign.status]}
      label={t(`campaigns.status.${campaign.status}`)}
      help={deliveryBeside(campaign)}
      {...(look === undefined ? {} : { look })}
    />
  );
}
