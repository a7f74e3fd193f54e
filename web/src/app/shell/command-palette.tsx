import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight, useSpotlight } from "@mantine/spotlight";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFound } from "~/features/search/components/use-found";
import { type Command, useCurrentCommands } from "~/shared/commands";
import { IconSearch } from "~/shared/ui/icons";
import { KeyCaps } from "~/shared/ui/key-caps";
import styles from "./command-palette.module.css";

const [store, palette] = createSpotlight();

export function openPalette(): void {
  palette.open();
}

/** The server is asked when the letters rest for so long; commands answer at every letter. */
const REST_MS = 160;

const matches = (query: string, { label }: Command) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word));

/** Commands of the page and of the desk at once, and what the server finds as soon as it answers. */
export function CommandPalette() {
  const { t } = useTranslation();
  // What can be done depends on what is on the page, and a page may still be coming when the palette opens.
  const commands = useCurrentCommands(useSpotlight(store).opened);
  const [query, setQuery] = useState("");
  const [rested] = useDebouncedValue(query, REST_MS);
  const { groups, searching } = useFound(query.trim() === "" ? "" : rested);

  const offered = commands.filter((command) => command.enabled && matches(query.trim(), command));
  const local = (
    [
      ["page", t("palette.here")],
      ["desk", t("palette.goTo")],
    ] as const
  )
    .map(([place, label]) => ({ label, entries: offered.filter((command) => command.palette === place) }))
    .filter(({ entries }) => entries.length > 0);
  // What was open on one desk must not be open on the next.
  useEffect(() => palette.close, []);
  const nothing = local.length === 0 && groups.length === 0;

  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      scrollable
      maxHeight="min(60dvh, 520px)"
      attributes={{ content: { "aria-label": t("palette.label") } }}
    >
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {local.map(({ label, entries }) => (
          <Spotlight.ActionsGroup key={label} label={label}>
            {entries.map((command) => (
              <Spotlight.Action
                key={command.id}
                label={command.label}
                onClick={command.perform}
                leftSection={command.icon && <command.icon size={18} stroke={1.8} aria-hidden />}
                rightSection={command.keys[0] !== undefined && <KeyCaps shortcut={command.keys[0]} />}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.map(({ group, entries }) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {entries.map((entry) => (
              <Spotlight.Action
                key={entry.id}
                label={entry.label}
                description={entry.description}
                onClick={entry.open}
                leftSection={<entry.icon size={18} stroke={1.8} aria-hidden />}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {nothing && (
          <Spotlight.Empty>
            {searching || query !== rested ? t("palette.searching") : t("palette.nothing")}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
      <output className={styles.status}>{searching && !nothing ? t("palette.searching") : ""}</output>
    </Spotlight.Root>
  );
}
