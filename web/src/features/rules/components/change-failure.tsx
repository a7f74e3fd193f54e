import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { Coded } from "~/shared/ui/coded";
import { IconAlertTriangle } from "~/shared/ui/icons";
import styles from "./dialogs.module.css";

/** A change that the server refused, or whose outcome is not known: what to do about it. */
export function ChangeFailure({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const stale = isProblem(error, 412);
  const lost = isProblem(error) && error.unreachable;
  return (
    <div className={styles.failure} role="alert">
      <IconAlertTriangle size={17} stroke={2} aria-hidden />
      <div>
        <b>{stale ? t("rules.movedOn") : lost ? t("rules.notKnown") : t("rules.refused")}</b>
        <p>
          {stale ? (
            t("rules.movedOnHelp")
          ) : lost ? (
            t("rules.notKnownHelp")
          ) : isProblem(error) ? (
            <Coded text={error.message} />
          ) : (
            t("state.failed")
          )}
          {isProblem(error) &&
            error.fields.map(({ pointer, detail }) => (
              <span key={pointer}>
                {" "}
                <Coded text={detail} />.
              </span>
            ))}
        </p>
      </div>
      {again && (stale || lost) && (
        <Button variant="default" size="compact-md" onClick={again}>
          {t("rules.readAgain")}
        </Button>
      )}
    </div>
  );
}
