import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermits } from "~/shared/api/session";
import { formatMoment } from "~/shared/lib/time";
import { useBusinessTime } from "~/shared/live/clock";
import { IconHandStop } from "~/shared/ui/icons";
import { organisationQuery } from "../api/get-organisation";
import styles from "./stop-banner.module.css";
import { ResumeDialog } from "./stop-dialogs";

/** While everything is stopped, on every page, for everybody: that it is, who did it and why. */
export function StopBanner() {
  const { t } = useTranslation();
  const mayResume = usePermits("organisation.stop");
  const business = useBusinessTime();
  const { data: organisation } = useQuery(organisationQuery);
  const [asking, setAsking] = useState(false);
  const stopped = organisation?.stopped;
  if (!stopped) return null;
  const instant = formatMoment(stopped.at, business?.now ?? Date.parse(stopped.at));
  return (
    <div className={styles.banner} role="alert">
      <IconHandStop size={19} stroke={2} aria-hidden />
      <p className={styles.words}>
        <b>{t("organisation.stop.banner")}</b>{" "}
        <span>
          {t("organisation.stop.by", {
            name: stopped.by ?? t("organisation.stop.somebody"),
            instant,
            reason: stopped.reason,
          })}
          {!mayResume && ` ${t("organisation.stop.ask")}`}
        </span>
      </p>
      {mayResume && (
        <Button variant="white" size="xs" className={styles.resume ?? ""} onClick={() => setAsking(true)}>
          {t("organisation.stop.resume")}
        </Button>
      )}
      {asking && <ResumeDialog close={() => setAsking(false)} />}
    </div>
  );
}
