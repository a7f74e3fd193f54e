import { useTranslation } from "react-i18next";
import { Confirm } from "~/shared/ui/confirm";
import { useKillActor } from "../api/kill-actor";
import { useQuarantineActor } from "../api/quarantine-actor";
import { useResumeActor } from "../api/resume-actor";
import { type Branch, descendants } from "../model/forest";

export type ActorDeed = "kill" | "quarantine" | "resume";

/** So many of those that are hit are named; the others are counted. */
const NAMED = 5;

interface ActorConfirmProps {
  deed: ActorDeed;
  branch: Branch;
  close: () => void;
}

/** The last question before an actor is stopped, rested or started again: it names those below that feel it too. */
export function ActorConfirm({ deed, branch, close }: ActorConfirmProps) {
  const { t } = useTranslation();
  const kill = useKillActor();
  const quarantine = useQuarantineActor();
  const resume = useResumeActor();
  const { id, name } = branch.actor;
  const hit = descendants(branch);
  const named = hit.slice(0, NAMED).map((actor) => actor.name);
  const rest = hit.length - named.length;
  const names = [...named, ...(rest > 0 ? [t("actors.more", { count: rest })] : [])].join(", ");
  const below = hit.length === 0 ? t("actors.none") : t(`actors.${deed}.below`, { count: hit.length, names });
  const done = { onSuccess: close };
  const { isPending, error } = { kill, quarantine, resume }[deed];
  return (
    <Confirm
      title={t(`actors.${deed}.title`, { name })}
      lead={t(`actors.${deed}.lead`)}
      consequences={deed === "quarantine" ? [below, t("actors.quarantine.sends")] : [below]}
      {...(deed === "quarantine"
        ? {
            reason: {
              label: t("actors.quarantine.reason"),
              placeholder: t("actors.quarantine.placeholder"),
            },
          }
        : {})}
      submit={t(`actors.${deed}.submit`)}
      tone={deed === "resume" ? "calm" : "critical"}
      pending={isPending}
      error={error}
      confirm={(reason) => {
        if (deed === "kill") kill.mutate(id, done);
        else if (deed === "resume") resume.mutate(id, done);
        else quarantine.mutate({ id, reason }, done);
      }}
      close={close}
    />
  );
}
