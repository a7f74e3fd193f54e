import { useTranslation } from "react-i18next";
import type { Role } from "~/shared/api/types";

export const roles = ["marketer", "manager", "admin"] as const satisfies Role[];

/** A role by its name, with what it may do as a hint. */
export function RoleName({ role }: { role: Role }) {
  const { t } = useTranslation();
  return <span title={t(`people.roleHelp.${role}`)}>{t(`account.roles.${role}`)}</span>;
}
