import { useTranslation } from "react-i18next";
import type { Organisation } from "~/shared/api/types";
import { Confirm } from "~/shared/ui/confirm";
import { useResumeEverything } from "../api/resume-everything";
import { useStopEverything } from "../api/stop-everything";

interface DialogProps {
  organisation: Organisation;
  close: () => void;
}

/** The last question before the kill switch: what it does, for whom, and why it is thrown. */
export function StopDialog({ organisation, close }: DialogProps) {
  const { t } = useTranslation();
  const stop = useStopEverything();
  return (
    <Confirm
      title={t("organisation.stop.confirmTitle")}
      lead={t("organisation.stop.confirmLead", { organisation: organisation.name })}
      consequences={[
        t("organisation.stop.accounts", { count: organisation.accounts }),
        t("organisation.stop.waits"),
        t("organisation.stop.seen"),
        t("organisation.stop.nothing"),
      ]}
      reason={{ label: t("organisation.stop.reason"), placeholder: t("organisation.stop.placeholder") }}
      submit={t("organisation.stop.submit")}
      pending={stop.isPending}
      error={stop.error}
      confirm={(reason) => stop.mutate(reason, { onSuccess: close })}
      close={close}
    />
  );
}

export function ResumeDialog({ close }: Pick<DialogProps, "close">) {
  const { t } = useTranslation();
  const resume = useResumeEverything();
  return (
    <Confirm
      tone="calm"
      title={t("organisation.stop.resumeTitle")}
      lead={t("organisation.stop.resumeLead")}
      consequences={[t("organisation.stop.again"), t("organisation.stop.checked")]}
      submit={t("organisation.stop.resumeSubmit")}
      pending={resume.isPending}
      error={resume.error}
      confirm={() => resume.mutate(undefined, { onSuccess: close })}
      close={close}
    />
  );
}
