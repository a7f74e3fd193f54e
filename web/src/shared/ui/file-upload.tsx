import { Button, FileButton } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { Callout } from "./callout";
import { Coded } from "./coded";
import styles from "./file-upload.module.css";
import { IconFileText } from "./icons";

interface UploadButtonProps {
  loading: boolean;
  choose: (file: File) => void;
}

/** Where a table is chosen that the server reads: commas, semicolons or tabs. */
export function UploadButton({ loading, choose }: UploadButtonProps) {
  const { t } = useTranslation();
  const again = useRef<() => void>(null);
  return (
    <FileButton
      resetRef={again}
      accept=".csv,.tsv,text/csv,text/tab-separated-values"
      onChange={(file) => {
        if (file) choose(file);
        // The same file, mended, can be chosen again.
        again.current?.();
      }}
    >
      {(props) => (
        <Button {...props} loading={loading} leftSection={<IconFileText size={16} aria-hidden />}>
          {t("upload.file")}
        </Button>
      )}
    </FileButton>
  );
}

/** Why a table was not taken: each line that does not fit, or what is wrong with the whole. */
export function UploadFailure({ error }: { error: Error }) {
  const { t } = useTranslation();
  const lines = isProblem(error, 422) ? error.fields : [];
  return (
    <Callout
      tone="critical"
      role="alert"
      title={lines.length > 0 ? t("upload.badLines", { count: lines.length }) : t("upload.refused")}
    >
      {lines.length === 0 ? (
        <Coded text={error.message} />
      ) : (
        <ul className={styles.lines}>
          {lines.map(({ pointer, detail }) => (
            <li key={`${pointer} ${detail}`}>
              <span className={styles.line}>
                {t("upload.line", { line: pointer.replace("/lines/", "") })}
              </span>
              <span>
                <Coded text={detail} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Callout>
  );
}
