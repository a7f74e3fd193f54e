import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "~/shared/ui/callout";
import { Coded } from "~/shared/ui/coded";
import { useCreateLookup } from "../api/create-lookup";
import type { LookupKind } from "../api/types";
import styles from "./lookups.module.css";

const kinds = ["percent", "ratio", "money", "count", "text"] as const satisfies LookupKind[];

/** Names a lookup and says what it supplies; its page then takes the first file. */
export function NewLookup({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateLookup();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<LookupKind>("percent");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { name: name.trim(), kind },
      {
        onSuccess: ({ id }) => void navigate({ to: "/rules/lookups/$lookupId", params: { lookupId: id } }),
      },
    );
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("lookups.new")}
      closeButtonProps={{ "aria-label": t("lookups.cancel") }}
    >
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          data-autofocus
          label={t("lookups.name")}
          description={t("lookups.nameHelp")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          maxLength={60}
          spellCheck={false}
        />
        <Select
          label={t("lookups.kind")}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`lookups.kinds.${value}`) }))}
          value={kind}
          onChange={(value) => setKind((value ?? "percent") as LookupKind)}
        />
        {create.error && (
          <Callout tone="critical" title={t("lookups.notCreated")} role="alert">
            <Coded text={create.error.message} />
          </Callout>
        )}
        <div className={styles.buttons}>
          <Button variant="default" onClick={close}>
            {t("lookups.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t("lookups.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
