import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { useRenameLookup } from "../api/rename-lookup";
import type { LookupDetail } from "../api/types";
import styles from "./lookups.module.css";

interface RenameLookupProps {
  lookup: LookupDetail;
  close: () => void;
}

/** Gives a lookup another name. Rules name it in their texts: while any does, it keeps the one it has. */
export function RenameLookup({ lookup, close }: RenameLookupProps) {
  const { t } = useTranslation();
  const rename = useRenameLookup(lookup.id);
  const [name, setName] = useState(lookup.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(name.trim(), { onSuccess: close });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("lookups.renameTitle", { name: lookup.name })}
      closeButtonProps={{ "aria-label": t("lookups.cancel") }}
    >
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          data-autofocus
          label={t("lookups.name")}
          description={t("lookups.renameHelp")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          maxLength={60}
          spellCheck={false}
        />
        {rename.error && (
          <Callout tone="critical" title={t("lookups.notRenamed")} role="alert">
            <Coded text={rename.error.message} />
          </Callout>
        )}
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>
            {t("lookups.cancel")}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {t("lookups.rename")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
