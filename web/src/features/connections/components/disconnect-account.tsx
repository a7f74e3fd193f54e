import { useTranslation } from "react-i18next";
import type { AccountDetail } from "~/shared/api/types";
import { Confirm } from "~/shared/ui/confirm";
import { useDisconnectAccount } from "../api/disconnect-account";

interface DisconnectAccountProps {
  account: AccountDetail;
  close: () => void;
  onDone: () => void;
}

/** Asks once more, and names what an agency would miss afterwards. */
export function DisconnectAccount({ account, close, onDone }: DisconnectAccountProps) {
  const { t } = useTranslation();
  const disconnect = useDisconnectAccount(account.id);
  const bound = account.rules.filter(({ not_bound }) => not_bound === null);
  return (
    <Confirm
      title={t("accounts.disconnect.title", { name: account.name })}
      lead={t("accounts.disconnect.lead")}
      consequences={[
        bound.length === 0
          ? t("accounts.disconnect.noRules")
          : `${t("accounts.disconnect.rules", { count: bound.length })}: ${bound.map(({ name }) => name).join(", ")}`,
        t("accounts.disconnect.campaigns", { count: account.campaigns }),
        t("accounts.disconnect.actions"),
        t("accounts.disconnect.history"),
      ]}
      submit={t("accounts.disconnect.submit")}
      pending={disconnect.isPending}
      error={disconnect.error}
      confirm={() => disconnect.mutate(undefined, { onSuccess: onDone })}
      close={close}
    />
  );
}
