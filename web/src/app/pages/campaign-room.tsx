import { CampaignPage, type CampaignSearch } from "~/features/campaigns/components/campaign-page";
import { ObjectPage, type ObjectSearch } from "~/features/campaigns/components/object-page";
import { DecisionRows } from "~/features/decisions/components/decision-rows";
import { permits, useSession } from "~/shared/api/session";
import { NotFound } from "../shell/page-states";

/** A campaign with what rules decided about it. */
export function CampaignRoom({ id, search }: { id: string; search: CampaignSearch }) {
  const mayRead = permits(useSession(), "decisions.read");
  return (
    <CampaignPage
      key={id}
      id={id}
      search={search}
      decisions={mayRead ? <DecisionRows filter={{ campaign: id }} within="campaign" /> : null}
      notFound={<NotFound />}
    />
  );
}

/** What stands below a campaign, with what rules decided about it. */
export function ObjectRoom({ id, search }: { id: string; search: ObjectSearch }) {
  const mayRead = permits(useSession(), "decisions.read");
  return (
    <ObjectPage
      key={id}
      id={id}
      search={search}
      decisions={mayRead ? <DecisionRows filter={{ object: id }} within="object" /> : null}
      notFound={<NotFound />}
    />
  );
}
