import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Confirm } from "~/shared/ui/confirm";
import { useRemoveLookup } from "../api/remove-lookup";
import type { LookupDetail } from "../api/types";

interface RemoveLookupProps {
  lookup: LookupDetail;
  close: () => void;
}

/** Asks once more, and names the rules that stand in the way. */
export function RemoveLookup({ lookup, close }: RemoveLookupProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useRemoveLookup(lookup.id);
  const rules = lookup.used_by.map(({ name }) => name).join(", ");
  return (
    <Confirm
      title={t("lookups.removeTitle", { name: lookup.name })}
      lead={t("lookups.removeLead")}
      consequences={[
        ...(rules === "" ? [] : [t("lookups.askedBy", { rules })]),
        t("lookups.removeRows"),
        t("lookups.removeName", { name: lookup.name }),
      ]}
      submit={t("lookups.remove")}
      pending={remove.isPending}
      error={remove.error}
      confirm={() => remove.mutate(undefined, { onSuccess: () => void navigate({ to: "/rules/lookups" }) })}
      close={close}
    />
  );
}
