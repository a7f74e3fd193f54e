import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermits } from "~/shared/api/session";
import type { Platform } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { BackLink } from "~/shared/ui/back-link";
import { IconBooks, IconDownload, IconFileText, IconSearch } from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { libraryQuery } from "../api/list-library";
import type { LibraryItem } from "../api/types";
import { type LibraryView, matches } from "../model/library";
import styles from "./library.module.css";
import { LibraryEntry } from "./library-entry";

/** A guard is written by an admin, on a page of its own. */
const isRule = ({ kind }: LibraryItem) => kind === "rule";

function Card({ entry, opened, view }: { entry: LibraryItem; opened: boolean; view: LibraryView }) {
  const { t } = useTranslation();
  return (
    <li className={styles.card} data-opened={opened}>
      <Link
        to="/rules/library"
        search={{ ...view, entry: entry.id }}
        replace={view.entry !== undefined}
        resetScroll={false}
        className={styles.open}
        aria-current={opened ? "true" : undefined}
      >
        <span className={styles.name}>{entry.name}</span>
        <span className={styles.doc}>{entry.doc}</span>
      </Link>
      <span className={styles.meta}>
        {entry.platforms.map((platform) => (
          <PlatformMark key={platform} platform={platform} size={15} />
        ))}
        {entry.installed > 0 && <span>{t("rules.library.installed", { count: entry.installed })}</span>}
      </span>
    </li>
  );
}

const platforms: readonly Platform[] = ["google", "meta", "tiktok", "amazon"];

/** Ready rules by purpose: the way to begin a rule without an empty page. */
export function Library({ view }: { view: LibraryView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const writes = usePermits("rules.write");
  const { data, error, isPending, refetch } = useQuery(libraryQuery);
  const [q, setQ] = useState(view.q ?? "");
  const entries = data?.filter(isRule) ?? [];
  const shown = entries.filter((entry) => matches(entry, { ...view, q }));
  const folders = [...new Set(shown.map(({ folder }) => folder))];
  // Each shelf with what the other filters leave on it.
  const shelves = [...new Set(entries.map(({ folder }) => folder))].map((folder) => ({
    folder,
    count: entries.filter((entry) => matches(entry, { ...view, q, folder })).length,
  }));
  const known = platforms.filter((platform) => entries.some((entry) => entry.platforms.includes(platform)));
  const opened = entries.find(({ id }) => id === view.entry);

  return (
    <Page
      back={<BackLink to="/rules" label={t("rules.title")} />}
      title={t("rules.library.title")}
      lead={t("rules.library.lead")}
      tools={
        writes && (
          <>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              renderRoot={(props: object) => <Link to="/rules/import" {...props} />}
            >
              {t("rules.library.import")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconFileText size={16} aria-hidden />}
              renderRoot={(props: object) => <Link to="/rules/new" {...props} />}
            >
              {t("rules.library.blank")}
            </Button>
          </>
        )
      }
    >
      {isPending ? (
        <RowsSkeleton rows={6} height={72} />
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <div className={styles.library} data-opened={opened !== undefined}>
          <div className={styles.gallery}>
            <div className={styles.filters}>
              <TextInput
                type="search"
                size="sm"
                aria-label={t("rules.library.search")}
                placeholder={t("rules.library.search")}
                leftSection={<IconSearch size={16} aria-hidden />}
                value={q}
                onChange={(event) => {
                  const typed = event.currentTarget.value;
                  setQ(typed);
                  void navigate({
                    to: "/rules/library",
                    search: (before: LibraryView) => ({
                      ...before,
                      q: typed.trim() === "" ? undefined : typed.trim(),
                    }),
                    replace: true,
                    resetScroll: false,
                  });
                }}
              />
              <fieldset className={styles.platforms}>
                <legend className={styles.hidden}>{t("rules.library.platforms")}</legend>
                {known.map((platform) => (
                  <Button
                    key={platform}
                    size="compact-sm"
                    variant={view.platform === platform ? "light" : "default"}
                    aria-pressed={view.platform === platform}
                    leftSection={<PlatformMark platform={platform} size={14} />}
                    onClick={() =>
                      void navigate({
                        to: "/rules/library",
                        search: { ...view, platform: view.platform === platform ? undefined : platform },
                        replace: true,
                        resetScroll: false,
                      })
                    }
                  >
                    {t(`platform.${platform}`).replace(" Ads", "")}
                  </Button>
                ))}
              </fieldset>
            </div>
            {shelves.length > 1 && (
              <fieldset className={styles.shelves}>
                <legend className={styles.hidden}>{t("rules.library.shelves")}</legend>
                {shelves.map(({ folder, count }) => (
                  <button
                    key={folder}
                    type="button"
                    aria-pressed={view.folder === folder}
                    data-empty={count === 0 || undefined}
                    onClick={() =>
                      void navigate({
                        to: "/rules/library",
                        search: { ...view, folder: view.folder === folder ? undefined : folder },
                        replace: true,
                        resetScroll: false,
                      })
                    }
                  >
                    {sentence(folder)} <span>{count}</span>
                  </button>
                ))}
              </fieldset>
            )}
            {shown.length === 0 ? (
              <Note
                icon={IconBooks}
                title={entries.length === 0 ? t("rules.library.empty") : t("rules.noMatch")}
                help={t("rules.library.emptyHelp")}
                role="status"
              />
            ) : (
              folders.map((folder) => (
                <section key={folder} className={styles.folder} aria-label={sentence(folder)}>
                  <h2>{sentence(folder)}</h2>
                  <ul>
                    {shown
                      .filter((entry) => entry.folder === folder)
                      .map((entry) => (
                        <Card key={entry.id} entry={entry} opened={entry.id === view.entry} view={view} />
                      ))}
                  </ul>
                </section>
              ))
            )}
          </div>
          {opened && <LibraryEntry key={opened.id} entry={opened} view={view} />}
        </div>
      )}
    </Page>
  );
}
