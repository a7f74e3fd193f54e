import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useCommands } from "~/shared/commands";
import { actionQuery } from "../api/get-action";
import { ActionPanel, type Explaining } from "./action-panel";
import { useActionControls } from "./use-action-controls";

/** One action on a page of its own, with the same keys and buttons as in the inbox. */
export function ActionOnPage({
  id,
  explanation,
  ruleMark,
}: {
  id: string;
  explanation: Explaining;
  ruleMark: (decisionId: string) => ReactNode;
}) {
  const navigate = useNavigate();
  const { data } = useQuery(actionQuery(id));
  const { commands, controls, notices, sending } = useActionControls(data, id, {
    onShow: (other) => void navigate({ to: "/approvals", search: { tab: "waiting", selected: other } }),
  });
  useCommands([commands.approve, commands.reject, commands.undo]);
  return (
    <ActionPanel
      id={id}
      sending={sending}
      controls={controls}
      notices={notices}
      explanation={explanation}
      ruleMark={ruleMark}
    />
  );
}
