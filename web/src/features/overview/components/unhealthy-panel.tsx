import { useTranslation } from "react-i18next";
import type { Overview } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { HrefLink } from "~/shared/ui/href-link";
import {
  type Icon,
  IconActivityHeartbeat,
  IconArrowRight,
  IconClockOff,
  IconFileText,
  IconPlayerPause,
  IconPlugConnectedX,
} from "~/shared/ui/icons";
import { Ago } from "~/shared/ui/moment";
import { Name } from "~/shared/ui/name";
import styles from "./unhealthy-panel.module.css";

const icons: Record<Overview["unhealthy"][number]["kind"], Icon> = {
  account: IconPlugConnectedX,
  rule: IconFileText,
  actor: IconActivityHeartbeat,
  data: IconClockOff,
  stopped: IconPlayerPause,
};

/** What is not well: what it is, what to do about it, and the way there. */
export function UnhealthyPanel({ unhealthy }: { unhealthy: Overview["unhealthy"] }) {
  const { t } = useTranslation();
  if (unhealthy.length === 0) return null;
  return (
    <section className={styles.panel} aria-label={t("overview.unhealthy")}>
      <h2 className={styles.heading}>{t("overview.unhealthy")}</h2>
      <ul className={styles.list}>
        {unhealthy.map(({ kind, id, name, what, what_to_do, since, href }) => {
          const KindIcon = icons[kind];
          return (
            <li key={`${kind} ${id ?? name} ${what}`} className={styles.item}>
              <KindIcon size={17} stroke={1.9} aria-hidden className={styles.icon} />
              <div className={styles.words}>
                <span className={styles.what}>
                  <span className={styles.kind}>{t(`overview.kind.${kind}`)}</span>{" "}
                  <b>
                    <Name text={name} />
                  </b>
                </span>
                <span>
                  {sentence(what)}
                  {since !== null && (
                    <span className={styles.since}>
                      {" "}
                      (<Ago at={since} />)
                    </span>
                  )}
                </span>
              </div>
              <HrefLink href={href} className={styles.todo}>
                {sentence(what_to_do)} <IconArrowRight size={14} stroke={2} aria-hidden />
              </HrefLink>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
