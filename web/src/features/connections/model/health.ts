import type { Account } from "~/shared/api/types";
import { grouped } from "~/shared/lib/grouped";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconPlugConnectedX,
  IconRefreshDot,
} from "~/shared/ui/icons";
import type { Look } from "~/shared/ui/tone";

export const accountLooks: Record<Account["state"], Look> = {
  connecting: { tone: "info", icon: IconRefreshDot },
  active: { tone: "positive", icon: IconCircleCheck },
  reconnect: { tone: "critical", icon: IconPlugConnectedX },
  quarantined: { tone: "critical", icon: IconAlertTriangle },
  cancelled: { tone: "neutral", icon: IconCircleMinus },
  disconnected: { tone: "neutral", icon: IconCircleMinus },
};

/** What a person has to look at stands on top; what was put away stands at the end. */
const severity: Record<Account["state"], number> = {
  reconnect: 4,
  quarantined: 3,
  connecting: 2,
  active: 1,
  cancelled: 0,
  disconnected: 0,
};

/** Nothing of this account works until somebody does something. */
export const inTrouble = ({ state }: Pick<Account, "state">) =>
  state === "reconnect" || state === "quarantined";

export interface BrandGroup {
  brand: Account["brand"];
  accounts: Account[];
}

/** Worst brand first, and in it the worst account. */
export function byBrand(accounts: readonly Account[]): BrandGroup[] {
  const worst = ({ accounts }: BrandGroup) => Math.max(...accounts.map(({ state }) => severity[state]));
  return grouped(accounts, ({ brand }) => brand.id)
    .map(([, of]) => ({
      brand: of[0].brand,
      accounts: [...of].sort((a, b) => severity[b.state] - severity[a.state] || a.name.localeCompare(b.name)),
    }))
    .sort((a, b) => worst(b) - worst(a) || a.brand.name.localeCompare(b.brand.name));
}
