import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ExplanationBody } from "~/shared/ui/explanation/explanation-body";
import { IconExternalLink } from "~/shared/ui/icons";
import { ObjectLink } from "~/shared/ui/object-link";
import { LoadFailure } from "~/shared/ui/states";
import { decisionQuery } from "../api/get-decision";
import styles from "./explanation.module.css";

interface ExplanationProps {
  decisionId: string | null;
  linked?: boolean;
  /** The page says already what stopped it. */
  stopped?: boolean;
}

/** The explanation of a decision inside another page. */
export function Explanation({ decisionId, linked = true, stopped = false }: ExplanationProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...decisionQuery(decisionId ?? ""),
    enabled: decisionId !== null,
  });
  return (
    <section className={styles.section} aria-label={t("decisions.why")}>
      <header className={styles.head}>
        <h3 className={styles.title}>{t("decisions.why")}</h3>
        {data?.object && data.campaign && (
          <span className={styles.object}>
            <ObjectLink campaign={data.campaign} object={data.object} leveled />
          </span>
        )}
        {linked && decisionId !== null && (
          <Link to="/decisions/$decisionId" params={{ decisionId }} className={styles.open}>
            {t("decisions.open")} <IconExternalLink size={14} stroke={2} aria-hidden />
          </Link>
        )}
      </header>
      {decisionId === null ? (
        <p className={styles.none}>{t("decisions.unexplained")}</p>
      ) : data ? (
        <ExplanationBody
          explanation={data.explanation}
          timeZone={data.account.time_zone}
          branch={data.branch}
          blocked={stopped ? [] : data.blocked}
          replays={data.replays}
          rule={data.rule}
        />
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <div className={styles.skeleton} role="status" aria-label={t("state.loading")}>
          <Skeleton height={14} width="46%" radius="xl" />
          <Skeleton height={14} width="64%" radius="xl" />
          <Skeleton height={14} width="58%" radius="xl" />
          <Skeleton height={14} width="30%" radius="xl" />
        </div>
      )}
    </section>
  );
}
