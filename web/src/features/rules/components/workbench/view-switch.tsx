import { ActionIcon, SegmentedControl } from "@mantine/core";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { EditorHandle } from "~/shared/editor/rule-editor";
import { IconArrowBackUp, IconArrowForwardUp } from "~/shared/ui/icons";
import styles from "./workbench.module.css";

export type RuleView = "text" | "blocks";

interface ViewSwitchProps {
  view: RuleView;
  setView: (view: RuleView) => void;
  editor: RefObject<EditorHandle | null>;
  readOnly: boolean;
}

/** One text, shown as itself or as blocks. */
export function ViewSwitch({ view, setView, editor, readOnly }: ViewSwitchProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.views}>
      <SegmentedControl
        size="xs"
        aria-label={t("blocks.view")}
        value={view}
        data={[
          { value: "text", label: t("blocks.text") },
          { value: "blocks", label: t("blocks.blocks") },
        ]}
        onChange={(next) => setView(next === "blocks" ? "blocks" : "text")}
      />
      <span />
      {view === "blocks" && !readOnly && (
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("blocks.undo")}
            title={t("blocks.undo")}
            onClick={() => editor.current?.undo()}
          >
            <IconArrowBackUp size={17} stroke={1.9} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("blocks.redo")}
            title={t("blocks.redo")}
            onClick={() => editor.current?.redo()}
          >
            <IconArrowForwardUp size={17} stroke={1.9} aria-hidden />
          </ActionIcon>
        </>
      )}
    </div>
  );
}
