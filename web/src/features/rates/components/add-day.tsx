import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { UploadFailure } from "~/shared/ui/file-upload";
import { useSupplyRates } from "../api/supply-rates";
import type { Rate } from "../api/types";
import styles from "./rates.module.css";

interface AddDayProps {
  /** The pair that is looked at, to begin with. */
  pair: Pick<Rate, "from" | "to"> | undefined;
  today: string;
  close: () => void;
}

/** The rate of one pair on one day; it also corrects one. */
export function AddDay({ pair, today, close }: AddDayProps) {
  const { t } = useTranslation();
  const supply = useSupplyRates();
  const [row, setRow] = useState({ day: today, from: pair?.from ?? "", to: pair?.to ?? "", rate: "" });
  const change = (part: Partial<typeof row>) => setRow((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    supply.mutate({ ...row, rate: row.rate.trim() }, { onSuccess: close });
  };
  const currency = (name: "from" | "to") => (
    <TextInput
      label={t(`rates.${name}`)}
      description={t("rates.currencyHelp")}
      value={row[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value.toUpperCase() })}
      required
      pattern="[A-Z]{3}"
      maxLength={3}
      spellCheck={false}
    />
  );
  return (
    <Modal
      opened
      onClose={close}
      title={t("rates.addTitle")}
      closeButtonProps={{ "aria-label": t("rates.cancel") }}
    >
      <form onSubmit={submit} className={styles.form}>
        <p className={styles.lead}>{t("rates.addLead")}</p>
        <div className={styles.row}>
          {currency("from")}
          {currency("to")}
        </div>
        <div className={styles.row}>
          <TextInput
            type="date"
            label={t("rates.day")}
            value={row.day}
            max={today}
            onChange={(event) => change({ day: event.currentTarget.value })}
            required
          />
          <TextInput
            data-autofocus
            label={t("rates.rate")}
            inputMode="decimal"
            description={t("rates.rateHelp")}
            placeholder="0.92"
            value={row.rate}
            onChange={(event) => change({ rate: event.currentTarget.value })}
            required
          />
        </div>
        {supply.error && <UploadFailure error={supply.error} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>
            {t("rates.cancel")}
          </Button>
          <Button type="submit" loading={supply.isPending}>
            {t("rates.submit")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
