import { Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { diagnosticQuery } from "../../api/get-diagnostic";
import { Markdown } from "../markdown";

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
      title={data ? `${data.code}, ${data.title}` : (code ?? "")}
      closeButtonProps={{ "aria-label": t("rules.close") }}
    >
      {data ? (
        <Markdown text={data.text} />
      ) : error ? (
        <LoadFailure error={error} retry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={4} height={40} />
      )}
    </Drawer>
  );
}
