import { Button, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { actionCountsQuery } from "~/shared/api/action-counts";
import { permits, useSession } from "~/shared/api/session";
import type { ActionSummary } from "~/shared/api/types";
import { type Command, useCommands } from "~/shared/commands";
import { IconArrowLeft, IconInbox } from "~/shared/ui/icons";
import { Note } from "~/shared/ui/states";
import { useApproveAll } from "../api/decide";
import { actionsQuery } from "../api/list-actions";
import { stillWaits, useDecided } from "../model/decided";
import type { Tab } from "../model/states";
import { ActionPanel } from "./action-panel";
import { BulkBar } from "./bulk-bar";
import styles from "./inbox.module.css";
import { InboxList } from "./inbox-list";
import { InboxTabs } from "./inbox-tabs";
import { JustDecided } from "./just-decided";
import { RefusedStrip } from "./refused-strip";
import { useActionControls } from "./use-action-controls";
import { useCursor } from "./use-cursor";

export interface InboxView {
  tab: Tab;
  item?: string | undefined;
  rule?: string | undefined;
  campaign?: string | undefined;
}

interface InboxProps {
  view: InboxView;
  explanation: (decisionId: string | null) => ReactNode;
}

const inListOrNowhere = (target: Element) =>
  target === document.body || target.closest("[data-inbox-list]") !== null;
const onCardOrNowhere = (target: Element) => target === document.body || target.matches("[data-card]");

export function Inbox({ view, explanation }: InboxProps) {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate({ from: "/approvals" });
  const narrow = useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false }) ?? false;
  const { tab, item, rule, campaign } = view;

  const list = useInfiniteQuery(actionsQuery({ tab, rule, campaign }));
  const counts = useQuery(actionCountsQuery);
  const decided = useDecided(({ byId }) => byId);
  const approveAll = useApproveAll();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [confirming, setConfirming] = useState(false);

  const items = useMemo(() => {
    const all = list.data?.pages.flatMap((page) => page.data) ?? [];
    return tab === "waiting" ? all.filter((action) => stillWaits(action, decided.get(action.id))) : all;
  }, [list.data, tab, decided]);
  const ids = useMemo(() => items.map(({ id }) => id), [items]);
  const summary = items.find(({ id }) => id === item);

  const move = useCallback(
    (id: string | undefined) =>
      void navigate({ search: (before) => ({ ...before, item: id }), replace: true, resetScroll: false }),
    [navigate],
  );
  const cursor = useCursor({ ids, current: item, pickFirst: !narrow, onMove: move });
  const { commands, controls, notices, sending } = useActionControls(summary, item, {
    onDecided: cursor.advance,
    onShow: move,
    mayAct: cursor.settled,
  });

  const bulk = tab === "waiting" && permits(session, "actions.approve");
  const chosen: ActionSummary[] = bulk
    ? items.filter(({ id, state }) => selected.has(id) && state === "awaiting_approval")
    : [];
  const toggle = useCallback((id: string, on?: boolean) => {
    setSelected((before) => {
      const after = new Set(before);
      if (on ?? !before.has(id)) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  const extend = (by: 1 | -1) => {
    if (item !== undefined) toggle(item, true);
    const next = cursor.step(by);
    if (next !== undefined) toggle(next, true);
  };
  const clear = () => setSelected(new Set());

  const approveChosen: Command = {
    ...commands.approve,
    id: "approve-selected",
    label: t("actions.bulk.approve", { count: chosen.length }),
    enabled: chosen.length > 0,
    perform: () => setConfirming(true),
  };
  const moves: Command[] = [
    {
      id: "next",
      label: t("actions.keys.next"),
      keys: ["j", "ArrowDown"],
      repeats: true,
      when: inListOrNowhere,
      enabled: items.length > 0,
      perform: () => cursor.step(1),
    },
    {
      id: "previous",
      label: t("actions.keys.previous"),
      keys: ["k", "ArrowUp"],
      repeats: true,
      when: inListOrNowhere,
      enabled: items.length > 0,
      perform: () => cursor.step(-1),
    },
    {
      id: "open",
      label: t("actions.keys.open"),
      keys: ["Enter"],
      when: onCardOrNowhere,
      enabled: summary?.decision_id != null,
      perform: () => {
        if (summary?.decision_id) {
          void navigate({ to: "/decisions/$decisionId", params: { decisionId: summary.decision_id } });
        }
      },
    },
  ];
  const selecting: Command[] = [
    {
      id: "select",
      label: t("actions.keys.select"),
      keys: ["x"],
      enabled: bulk && item !== undefined && ids.includes(item),
      perform: () => item !== undefined && toggle(item),
    },
    {
      id: "extend-down",
      label: t("actions.keys.extend"),
      keys: ["Shift+J", "Shift+ArrowDown"],
      repeats: true,
      enabled: bulk && items.length > 0,
      perform: () => extend(1),
    },
    {
      id: "extend-up",
      label: t("actions.keys.extend"),
      keys: ["Shift+K", "Shift+ArrowUp"],
      repeats: true,
      enabled: bulk && items.length > 0,
      perform: () => extend(-1),
    },
    {
      id: "clear",
      label: t("actions.keys.clear"),
      keys: ["Escape"],
      enabled: chosen.length > 0 || (narrow && item !== undefined),
      perform: () => (chosen.length > 0 ? clear() : move(undefined)),
    },
  ];
  useCommands([
    ...moves,
    chosen.length > 0 ? approveChosen : commands.approve,
    commands.reject,
    ...selecting,
    commands.undo,
  ]);

  const showPanel = item !== undefined;
  return (
    <div className={styles.inbox} data-showing={showPanel ? "panel" : "list"}>
      <title>{`${t("actions.title")} · Adjutant`}</title>
      <section className={styles.side} aria-label={t(`actions.list.${tab}`)} hidden={narrow && showPanel}>
        <InboxTabs view={view} counts={counts.data} />
        <RefusedStrip decided={decided} current={item} />
        <InboxList
          view={view}
          list={list}
          items={items}
          decided={decided}
          selected={bulk ? selected : undefined}
          onSelect={toggle}
        />
        {tab === "waiting" && <JustDecided current={item} />}
        {chosen.length > 0 && (
          <BulkBar
            actions={chosen}
            command={approveChosen}
            confirming={confirming}
            onConfirm={async () => {
              setConfirming(false);
              clear();
              await approveAll(chosen);
            }}
            onCancel={() => setConfirming(false)}
            onClear={clear}
          />
        )}
      </section>
      {(!narrow || showPanel) && (
        <section className={styles.main} aria-label={t("actions.panel.label")}>
          {narrow && <VisuallyHidden component="h1">{t("actions.title")}</VisuallyHidden>}
          {narrow && (
            <Button
              className={styles.back ?? ""}
              variant="subtle"
              size="compact-md"
              leftSection={<IconArrowLeft size={16} aria-hidden />}
              onClick={() => move(undefined)}
            >
              {t("actions.panel.back")}
            </Button>
          )}
          {showPanel ? (
            <ActionPanel
              key={item}
              id={item}
              summary={summary}
              sending={sending}
              controls={controls}
              notices={notices}
              explanation={explanation}
            />
          ) : (
            !list.isPending && (
              <Note
                icon={IconInbox}
                title={items.length > 0 ? t("actions.pick") : t("actions.empty.waiting")}
              />
            )
          )}
        </section>
      )}
    </div>
  );
}
