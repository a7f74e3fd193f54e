import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { connectionQuery } from "../api/get-connection";
import { ConnectChoose } from "./connect-choose";
import { ConnectProblem, ConnectSignIn } from "./connect-sign-in";
import { ConnectSync } from "./connect-sync";
import { StepBody, WizardFrame } from "./wizard-steps";

interface ConnectResumeProps {
  id: string;
  chosen: readonly string[] | undefined;
}

/** A connection wherever it stands: the address is enough to come back to it. */
export function ConnectResume({ id, chosen }: ConnectResumeProps) {
  const { t } = useTranslation();
  const { data: connection, error, refetch } = useQuery(connectionQuery(id));
  if (!connection) {
    return (
      <WizardFrame title={t("connect.title")} step="signIn">
        <StepBody title={t("connect.title")}>
          {error ? (
            <LoadFailure error={error} retry={() => void refetch()} />
          ) : (
            <RowsSkeleton rows={3} height={56} />
          )}
        </StepBody>
      </WizardFrame>
    );
  }
  const { state, reconnects } = connection;
  const title = reconnects ? t("connect.again", { name: reconnects.name }) : t("connect.title");
  switch (state) {
    case "waiting":
      return (
        <WizardFrame title={title} step="signIn">
          <ConnectSignIn connection={connection} />
        </WizardFrame>
      );
    case "refused":
    case "failed":
    case "expired":
      return (
        <WizardFrame title={title} step="signIn" failed>
          <ConnectProblem connection={connection} />
        </WizardFrame>
      );
    case "choosing":
      return (
        <WizardFrame title={title} step="choose">
          <ConnectChoose connection={connection} />
        </WizardFrame>
      );
    case "done":
      return <ConnectSync title={title} connection={connection} chosen={chosen} />;
  }
}
