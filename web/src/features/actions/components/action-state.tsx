import { useTranslation } from "react-i18next";
import type { ActionState } from "~/shared/api/types";
import { Status } from "~/shared/ui/status";
import { stateLooks } from "../model/states";

export function ActionStateWord({ state, look = "plain" }: { state: ActionState; look?: "pill" | "plain" }) {
  const { t } = useTranslation();
  const { tone, icon } = stateLooks[state];
  return (
    <Status
      tone={tone}
      icon={icon}
      label={t(`actions.state.${state}`)}
      help={t(`actions.stateHelp.${state}`)}
      look={look}
    />
  );
}
