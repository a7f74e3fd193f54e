import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconPlayerPlay } from "~/shared/ui/icons";
import type { RuleOnPage } from "../../api/get-rule";
import { versionsQuery } from "../../api/list-versions";
import { useStartShadow } from "../../api/start-shadow";
import { ChangeFailure } from "../change-failure";
import styles from "./shadow.module.css";

/** A text with the values of its parameters. */
export interface Draft {
  text: string;
  overrides: Record<string, string>;
}

interface ShadowStartProps {
  rule: RuleOnPage;
  draft: Draft | undefined;
  faulty: boolean;
  canWrite: boolean;
}

const PAGE = "page";

/** Chooses what is to run as a shadow: the text on the page, or a version of before. */
export function ShadowStart({ rule, draft, faulty, canWrite }: ShadowStartProps) {
  const { t } = useTranslation();
  const { data: versions = [] } = useQuery(versionsQuery(rule.id));
  const start = useStartShadow(rule.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const source = chosen ?? (draft ? PAGE : String(rule.version));
  const choices = [
    ...(draft ? [{ value: PAGE, label: t("shadows.thisText") }] : []),
    ...versions.map(({ version }) => ({ value: String(version), label: t("rules.version", { version }) })),
  ];
  const atWork = rule.state === "enabled" && source === String(rule.version);
  const broken = source === PAGE && faulty;
  const hint = broken
    ? t("shadows.faulty")
    : atWork
      ? t("shadows.atWork", { version: rule.version })
      : undefined;
  return (
    <section className={styles.start} aria-label={t("shadows.title")}>
      <p className={styles.dim}>{t("shadows.lead")}</p>
      {canWrite && (
        <>
          <div className={styles.choice}>
            <Select
              size="sm"
              label={t("shadows.source")}
              allowDeselect={false}
              data={choices}
              value={source}
              onChange={setChosen}
            />
            <Button
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              disabled={atWork || broken}
              loading={start.isPending}
              onClick={() => start.mutate(source === PAGE && draft ? draft : { version: Number(source) })}
            >
              {t("shadows.start")}
            </Button>
          </div>
          {hint !== undefined && <p className={styles.dim}>{hint}</p>}
          {start.error && <ChangeFailure error={start.error} />}
        </>
      )}
    </section>
  );
}
