import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconDownload } from "./icons";

interface ExportButtonProps {
  /** A list that the server writes as a file. */
  list: "campaigns" | "decisions" | "actions";
  /** What the list on the page was asked with. */
  asked: Record<string, string>;
  className: string | undefined;
}

/** The list on the page as a file. */
export function ExportButton({ list, asked, className = "" }: ExportButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      className={className}
      variant="default"
      component="a"
      href={`/api/v1/exports/${list}.csv?${new URLSearchParams(asked)}`}
      download
      leftSection={<IconDownload size={16} stroke={1.9} aria-hidden />}
    >
      {t("campaigns.export")}
    </Button>
  );
}
