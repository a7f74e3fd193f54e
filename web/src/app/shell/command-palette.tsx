import { createSpotlight, Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Command, currentCommands } from "~/shared/commands";
import { IconSearch } from "~/shared/ui/icons";
import { KeyCaps } from "~/shared/ui/key-caps";

const [store, palette] = createSpotlight();

export function openPalette(): void {
  palette.open();
}

/** Every command of the page and every room of the desk, by name. */
export function CommandPalette() {
  const { t } = useTranslation();
  const [commands, setCommands] = useState<Command[]>([]);
  const entries = (place: Command["palette"]) =>
    commands
      .filter((command) => command.enabled && command.palette === place)
      .map((command) => ({
        id: command.id,
        label: command.label,
        onClick: command.perform,
        leftSection: command.icon && <command.icon size={18} stroke={1.8} aria-hidden />,
        rightSection: command.keys[0] !== undefined && <KeyCaps shortcut={command.keys[0]} />,
      }));
  const groups: SpotlightActionGroupData[] = [
    { group: t("palette.here"), actions: entries("page") },
    { group: t("palette.goTo"), actions: entries("desk") },
  ].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      store={store}
      actions={groups}
      shortcut={null}
      // What can be done depends on what is on the page when the palette opens.
      onSpotlightOpen={() => setCommands(currentCommands())}
      nothingFound={t("palette.nothing")}
      attributes={{ content: { "aria-label": t("palette.label") } }}
      searchProps={{
        placeholder: t("palette.placeholder"),
        "aria-label": t("palette.placeholder"),
        leftSection: <IconSearch size={18} stroke={1.8} aria-hidden />,
      }}
    />
  );
}
