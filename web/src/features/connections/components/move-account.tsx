import { Button, Modal, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { AccountDetail } from "~/shared/api/types";
import { Callout } from "~/shared/ui/callout";
import { useChangeAccount } from "../api/change-account";
import { brandsQuery } from "../api/list-brands";
import styles from "./wizard.module.css";

interface MoveAccountProps {
  account: AccountDetail;
  etag: string;
  close: () => void;
}

export function MoveAccount({ account, etag, close }: MoveAccountProps) {
  const { t } = useTranslation();
  const { data: brands = [] } = useQuery(brandsQuery);
  const [brand, setBrand] = useState(account.brand.id);
  const change = useChangeAccount(account.id, etag);
  return (
    <Modal
      opened
      onClose={close}
      title={t("accounts.moving.title", { name: account.name })}
      closeButtonProps={{ "aria-label": t("keys.close") }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ brand_id: brand }, { onSuccess: close });
        }}
      >
        <p className={styles.lead}>{t("accounts.moving.lead")}</p>
        <Select
          label={t("accounts.moving.to")}
          allowDeselect={false}
          data={brands.map(({ id, name }) => ({ value: id, label: name }))}
          value={brand}
          onChange={(value) => value !== null && setBrand(value)}
          comboboxProps={{ withinPortal: true }}
        />
        {change.error !== null && (
          <Callout tone="critical" role="alert" title={t("accounts.failed.move")}>
            {isProblem(change.error, 412)
              ? t("accounts.failed.moved")
              : isProblem(change.error) && !change.error.unreachable
                ? change.error.message
                : t("confirm.unknown")}
          </Callout>
        )}
        <div className={styles.buttons}>
          <Button type="submit" loading={change.isPending} disabled={brand === account.brand.id}>
            {t("accounts.moving.submit")}
          </Button>
          <Button variant="default" onClick={close}>
            {t("confirm.cancel")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
