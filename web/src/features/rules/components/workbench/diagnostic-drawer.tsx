import { Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { foreignTitle } from "~/shared/lib/finding-words";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { diagnosticQuery } from "../../api/get-diagnostic";
import { Markdown } from "../markdown";
import styles from "./diagnostic-drawer.module.css";
import { severityLooks } from "./severities";

/** The page begins with its severity, which stands above it in the reader's language. */
const SEVERITY = /^\*(?:error|warning|hint)\*$/m;

/** The page of a finding's code, beside the text that it is about. */
export function DiagnosticDrawer({ code, close }: { code: string | null; close: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ ...diagnosticQuery(code ?? ""), enabled: code !== null });
  return (
    <Drawer
      opened={code !== null}
      onClose={close}
      position="right"
      size="lg"
      title={data ? `${data.code}, ${foreignTitle(data.code) ?? data.title}` : (code ?? "")}
      closeButtonProps={{ "aria-label": t("rules.close") }}
    >
      {data ? (
        <>
          <Status {...severityLooks[data.severity]} label={t(`rules.problems.severity.${data.severity}`)} />
          <div lang="en" className={styles.page}>
            <Markdown text={data.text.replace(SEVERITY, "")} />
          </div>
        </>
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={4} height={40} />
      )}
    </Drawer>
  );
}
