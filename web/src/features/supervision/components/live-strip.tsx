import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Command } from "~/shared/commands";
import { formatDuration } from "~/shared/lib/time";
import { CommandButton } from "~/shared/ui/command-button";
import { IconBroadcast, IconClockPause, IconPlugConnectedX } from "~/shared/ui/icons";
import { Status } from "~/shared/ui/status";
import styles from "./actor-tree.module.css";
import type { Freshness } from "./use-live-tree";

interface LiveStripProps {
  freshness: Freshness;
  age: number;
  waiting: number;
  /** Held by the pointer, which goes away by itself. */
  hovered: boolean;
  pause: Command;
  goOn: () => void;
}

/** How old the numbers are, and why they stand still when they do. */
export function LiveStrip({ freshness, age, waiting, hovered, pause, goOn }: LiveStripProps) {
  const { t } = useTranslation();
  const length = formatDuration(age);
  return (
    <div className={styles.strip}>
      <span className={styles.freshness}>
        {freshness === "live" && (
          <Status
            tone="positive"
            icon={IconBroadcast}
            label={t("actors.live.live")}
            help={t("actors.live.liveHelp")}
          />
        )}
        {freshness === "held" && (
          <Status
            tone="info"
            icon={IconClockPause}
            label={t("actors.live.held", { age: length })}
            help={hovered ? t("actors.live.hover") : undefined}
          />
        )}
        {freshness === "old" && (
          <span role="alert">
            <Status
              tone="caution"
              icon={IconPlugConnectedX}
              label={t("actors.live.old", { age: length })}
              help={t("actors.live.oldHelp")}
            />
          </span>
        )}
        {freshness === "held" && waiting > 0 && (
          <Button size="compact-xs" variant="light" onClick={goOn}>
            {t("actors.live.waiting", { count: waiting })}
          </Button>
        )}
      </span>
      <CommandButton command={pause} variant="subtle" size="xs" />
    </div>
  );
}
