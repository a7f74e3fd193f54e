import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { permits, useSession } from "~/shared/api/session";
import type { ActionDetail, ActionSummary } from "~/shared/api/types";
import type { Command } from "~/shared/commands";
import { CommandButton } from "~/shared/ui/command-button";
import { IconArrowBackUp, IconBan, IconCheck } from "~/shared/ui/icons";
import { useDecide } from "../api/decide";
import { actionQuery } from "../api/get-action";
import { useDecided } from "../model/decided";
import { stateLooks } from "../model/states";
import notice from "./notice.module.css";
import { RefusalNotice } from "./refusal-notice";
import { RejectForm } from "./reject-form";
import { UndoForm } from "./undo-form";

interface Options {
  /** Called at the moment of deciding, before the server has answered. */
  onDecided?: () => void;
  /** Shows another action, such as the way back that was just proposed. */
  onShow: (id: string) => void;
  /** Answers false while a key press would land on something the person has not seen yet. */
  mayAct?: () => boolean;
}

interface ActionControls {
  commands: { approve: Command; reject: Command; undo: Command };
  controls: ReactNode;
  notices: ReactNode;
  sending: boolean;
}

/** What a person can do with one action: as commands, as buttons, and the forms that some of them open. */
export function useActionControls(
  summary: ActionSummary | undefined,
  id: string | undefined,
  options: Options,
): ActionControls {
  const { t } = useTranslation();
  const session = useSession();
  const decide = useDecide();
  const decided = useDecided(({ byId }) => (id === undefined ? undefined : byId.get(id)));
  const forget = useDecided((store) => store.forget);
  const [form, setForm] = useState<{ id: string; kind: "reject" | "undo" }>();
  const { data: detail } = useQuery({ ...actionQuery(id ?? ""), enabled: id !== undefined });

  // The whole action is newer than the list only if its version says so; the person decides on what is shown.
  const action: ActionSummary | undefined = detail ?? summary;
  const can: Partial<ActionDetail["can"]> = detail?.can ?? {};
  const sending = decided?.phase === "sending";
  const waits = action !== undefined && action.state === "awaiting_approval" && !sending;
  const allowed = permits(session, "actions.approve");
  const open = form?.id === id ? form?.kind : undefined;

  const act = (perform: (action: ActionSummary) => void) => () => {
    if (action && (options.mayAct?.() ?? true)) perform(action);
  };
  const commands = {
    approve: {
      id: "approve",
      label: t("actions.approve"),
      icon: IconCheck,
      keys: ["a"],
      enabled: waits && allowed && can.approve !== false,
      palette: "page",
      perform: act((seen) => {
        setForm(undefined);
        void decide(seen, { verb: "approve" });
        options.onDecided?.();
      }),
    },
    reject: {
      id: "reject",
      label: t("actions.reject"),
      icon: IconBan,
      keys: ["r"],
      enabled: waits && allowed && can.reject !== false,
      palette: "page",
      perform: act((seen) => setForm({ id: seen.id, kind: "reject" })),
    },
    undo: {
      id: "undo",
      label: t("actions.undo"),
      icon: IconArrowBackUp,
      keys: ["u"],
      enabled: can.undo === true,
      palette: "page",
      perform: act((seen) => setForm({ id: seen.id, kind: "undo" })),
    },
  } satisfies Record<string, Command>;

  const close = () => setForm(undefined);
  const waiting = action !== undefined && stateLooks[action.state].tab === "waiting";
  const why = waits && can.approve === false ? can.why_not : undefined;
  const notices = (
    <>
      {decided?.phase === "refused" && id !== undefined && (
        <RefusalNotice decided={decided} dismiss={() => forget(id)} />
      )}
      {why && (
        <p className={notice.notice} data-tone="calm">
          {t("actions.panel.cannot", { why })}
        </p>
      )}
      {open === "reject" && action && (
        <RejectForm
          onCancel={close}
          onSubmit={(reason) => {
            close();
            void decide(action, { verb: "reject", reason });
            options.onDecided?.();
          }}
        />
      )}
      {open === "undo" && detail && (
        <UndoForm
          action={detail}
          onCancel={close}
          onDone={(undoId) => {
            close();
            options.onShow(undoId);
          }}
        />
      )}
    </>
  );
  const controls =
    waiting && allowed ? (
      <>
        <CommandButton command={commands.approve} />
        <CommandButton command={commands.reject} variant="default" />
      </>
    ) : can.undo ? (
      <CommandButton command={commands.undo} variant="default" />
    ) : undefined;

  return { commands, controls, notices, sending };
}
