import { useTranslation } from "react-i18next";
import type { Hold } from "~/shared/api/types";
import { Coded } from "./coded";
import { At } from "./moment";

/** When what a rule set goes back by itself, in a sentence; nothing for a change that stays. */
export function HoldEnds({ ends, timeZone }: { ends: Hold["ends"]; timeZone: string }) {
  const { t } = useTranslation();
  if (!ends) return null;
  return (
    <>
      {ends.is_over ? (
        t("hold.over")
      ) : (
        <>
          {ends.when !== null && (
            <>
              {t("hold.when")} <Coded text={`\`${ends.when}\``} />
            </>
          )}
          {ends.when !== null && ends.at !== null && ` ${t("hold.or")} `}
          {ends.at !== null && (
            <>
              {t("hold.at")} <At at={ends.at} timeZone={timeZone} />
            </>
          )}
          {ends.when === null && ends.at === null && t("hold.never")}
        </>
      )}
      {ends.also_held_by !== null && `. ${t("hold.also", { rule: ends.also_held_by })}`}
    </>
  );
}
