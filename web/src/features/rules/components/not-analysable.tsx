import { Drawer, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconMathFunction } from "~/shared/ui/icons";
import { Status } from "~/shared/ui/status";
import styles from "./not-analysable.module.css";

/** What follows from a rule that calls a script. */
function Meaning() {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <p>{t("rules.notAnalysable.means")}</p>
      <h3>{t("rules.notAnalysable.findings")}</h3>
      <p>{t("rules.notAnalysable.findingsMeans")}</p>
      <h3>{t("rules.notAnalysable.approval")}</h3>
      <p>{t("rules.notAnalysable.approvalMeans")}</p>
      <h3>{t("rules.notAnalysable.rest")}</h3>
      <p>{t("rules.notAnalysable.restMeans")}</p>
      <p>
        <Link to="/people" search={{ show: "organisation" }}>
          {t("rules.notAnalysable.setting")}
        </Link>
      </p>
    </div>
  );
}

/** The mark of a rule that calls a script. It opens what that means. */
export function NotAnalysable({ look = "plain" }: { look?: "pill" | "plain" }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <UnstyledButton
        className={styles.mark ?? ""}
        title={t("rules.notAnalysable.means")}
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        <Status tone="info" icon={IconMathFunction} look={look} label={t("rules.notAnalysable.mark")} />
      </UnstyledButton>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="right"
        size="md"
        title={t("rules.notAnalysable.title")}
        closeButtonProps={{ "aria-label": t("rules.close") }}
      >
        <Meaning />
      </Drawer>
    </>
  );
}
