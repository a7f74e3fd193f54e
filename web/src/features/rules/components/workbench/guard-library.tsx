import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { IconBooks } from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { libraryQuery } from "../../api/list-library";
import styles from "./workbench.module.css";

/** Ready guards, to begin a new one with. */
export function GuardLibrary({ begin }: { begin: (text: string) => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(libraryQuery);
  const guards = data?.filter(({ kind }) => kind === "guard");
  if (guards?.length === 0) return null;
  return (
    <section className={styles.aside} aria-label={t("rules.guards.library")}>
      <h2 className={styles.head}>{t("rules.guards.library")}</h2>
      {guards ? (
        <ul className={styles.promises}>
          {guards.map(({ id, name, doc, text }) => (
            <li key={id}>
              <button type="button" onClick={() => begin(text)}>
                <IconBooks size={15} stroke={2} aria-hidden className={styles.plus} />
                <span>
                  <b>{name}</b>
                  <span className={styles.about}>{doc}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={3} height={44} />
      )}
    </section>
  );
}
