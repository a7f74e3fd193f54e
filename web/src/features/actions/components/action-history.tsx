import { useTranslation } from "react-i18next";
import type { ActionDetail } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { Happened, Said, Timeline } from "~/shared/ui/timeline";
import { stateLooks } from "../model/states";

/** What became of a change, oldest first, each row one step with who, when and why. */
export function ActionHistory({ action }: { action: ActionDetail }) {
  const { t } = useTranslation();
  const reasons = new Map(action.approvals.flatMap(({ at, reason }) => (reason ? [[at, reason]] : [])));
  return (
    <Timeline>
      {action.history.map(({ at, state, by, note }) => {
        const reason = reasons.get(at);
        return (
          <Happened
            key={`${at} ${state} ${note ?? ""}`}
            {...stateLooks[state]}
            at={at}
            timeZone={action.account.time_zone}
            line={
              <>
                <b>{t(`actions.state.${state}`)}</b>
                {by && <span>{t("actions.panel.by", { name: by })}</span>}
              </>
            }
          >
            {note && <Said>{sentence(note)}</Said>}
            {reason !== undefined && reason !== note && (
              <Said>{t("actions.panel.reasonGiven", { reason })}</Said>
            )}
          </Happened>
        );
      })}
    </Timeline>
  );
}
