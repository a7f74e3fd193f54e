import { Button, type ButtonProps } from "@mantine/core";
import type { Command } from "../commands";
import { usePreferences } from "../preferences";
import { KeyCaps } from "./key-caps";

interface CommandButtonProps extends Omit<ButtonProps, "children" | "onClick" | "disabled"> {
  command: Command;
}

/** A button that shows and performs a command, with the key that does the same. */
export function CommandButton({ command, ...rest }: CommandButtonProps) {
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  const key = command.keys[0];
  const CommandIcon = command.icon;
  const shown = key !== undefined && singleKeys;
  return (
    <Button
      {...rest}
      disabled={!command.enabled}
      onClick={command.perform}
      {...(shown ? { "aria-keyshortcuts": key.replace("Mod", "Control") } : {})}
      leftSection={CommandIcon && <CommandIcon size={16} stroke={2} aria-hidden />}
      rightSection={shown && <KeyCaps shortcut={key} />}
    >
      {command.label}
    </Button>
  );
}
