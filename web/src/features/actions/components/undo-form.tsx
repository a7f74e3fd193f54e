import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { ActionDetail } from "~/shared/api/types";
import { Change } from "~/shared/ui/change";
import { IconAlertTriangle, IconArrowBackUp } from "~/shared/ui/icons";
import { undoPreviewQuery, useUndo } from "../api/undo";
import styles from "./notice.module.css";

interface UndoFormProps {
  action: ActionDetail;
  onDone: (undoId: string) => void;
  onCancel: () => void;
}

/** Shows what undoing would change before it is proposed. */
export function UndoForm({ action, onDone, onCancel }: UndoFormProps) {
  const { t } = useTranslation();
  const preview = useQuery(undoPreviewQuery(action.id));
  const undo = useUndo();
  const failure = undo.error ?? preview.error;
  return (
    <section className={styles.notice} data-tone="calm" aria-label={t("actions.undoing.title")}>
      <p className={styles.title}>
        <IconArrowBackUp size={16} stroke={2} aria-hidden />
        {t("actions.undoing.title")}
      </p>
      {preview.isPending && <Skeleton height={20} width={220} radius="xl" />}
      {preview.data?.possible && (
        <>
          <p>{t("actions.undoing.preview")}</p>
          <p>
            {t(`actions.property.${action.property}`)}{" "}
            <Change before={preview.data.before} after={preview.data.after} />
          </p>
        </>
      )}
      {preview.data && !preview.data.possible && (
        <p>
          {t("actions.undoing.impossible")}: {preview.data.why_not}
        </p>
      )}
      {failure && (
        <p role="alert">
          <IconAlertTriangle size={14} aria-hidden /> {t("actions.problem.undo")}:{" "}
          {isProblem(failure) && !failure.unreachable ? failure.message : t("actions.problem.unknown")}
        </p>
      )}
      <div className={styles.row}>
        {preview.data?.possible !== false && (
          <Button
            autoFocus
            disabled={!preview.data?.possible}
            loading={undo.isPending}
            onClick={() => undo.mutate(action.id, { onSuccess: (made) => onDone(made.id) })}
          >
            {t("actions.undoing.submit")}
          </Button>
        )}
        <Button variant="default" onClick={onCancel}>
          {t("actions.cancel")}
        </Button>
      </div>
    </section>
  );
}
