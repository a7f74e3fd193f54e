import { Button, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { actionCountsQuery } from "~/shared/api/action-counts";
import { permits, useSession } from "~/shared/api/session";
import type { ActionSummary } from "~/shared/api/types";
import { type Command, useCommands } from "~/shared/commands";
import { IconArrowLeft, IconInbox } from "~/shared/ui/icons";
import { Note } from "~/shared/ui/states";
import { type Decision, type Outcome, useDecideAll } from "../api/decide";
import { type ActionFilter, actionsQuery } from "../api/list-actions";
import { stillWaits, useDecided } from "../model/decided";
import { ActionPanel, type Explaining } from "./action-panel";
import { Announcer } from "./announcer";
import { BulkBar } from "./bulk-bar";
import { BulkOutcome } from "./bulk-outcome";
import styles from "./inbox.module.css";
import { InboxFilters } from "./inbox-filters";
import { InboxList, type InboxListHandle } from "./inbox-list";
import { InboxTabs } from "./inbox-tabs";
import { JustDecided } from "./just-decided";
import { LikeThis } from "./like-this";
import { RefusedStrip } from "./refused-strip";
import { useActionControls } from "./use-action-controls";
import { useCursor } from "./use-cursor";

export interface InboxView extends ActionFilter {
  selected?: string | undefined;
}

interface InboxProps {
  view: InboxView;
  explanation: Explaining;
  ruleMark: (decisionId: string) => ReactNode;
}

const inListOrNowhere = (target: Element) =>
  target === document.body || target.closest("[data-inbox-list]") !== null;
const onCardOrNowhere = (target: Element) => target === document.body || target.matches("[data-card]");

export function Inbox({ view, explanation, ruleMark }: InboxProps) {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate({ from: "/approvals" });
  const narrow = useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false }) ?? false;
  const { tab, selected: item, ...narrowing } = view;

  const filter: ActionFilter = { tab, ...narrowing };
  const list = useInfiniteQuery(actionsQuery(filter));
  const counts = useQuery(actionCountsQuery);
  const decided = useDecided(({ byId }) => byId);
  const decideAll = useDecideAll();
  // What was selected is kept with what the person saw of it; it need not be on a page that is loaded.
  const [selected, setSelected] = useState<ReadonlyMap<string, ActionSummary>>(new Map());
  const [asking, setAsking] = useState<"approve" | "reject">();
  const [outcome, setOutcome] = useState<Outcome>();
  const listed = useRef<InboxListHandle>(null);
  const reveal = useCallback((id: string) => listed.current?.reveal(id), []);

  const items = useMemo(() => {
    const all = list.data?.pages.flatMap((page) => page.data) ?? [];
    return tab === "waiting" ? all.filter((action) => stillWaits(action, decided.get(action.id))) : all;
  }, [list.data, tab, decided]);
  const ids = useMemo(() => items.map(({ id }) => id), [items]);
  const summary = items.find(({ id }) => id === item);
  const deferred = useDeferredValue(item);

  const move = useCallback(
    (id: string | undefined) =>
      void navigate({ search: (before) => ({ ...before, selected: id }), replace: true, resetScroll: false }),
    [navigate],
  );
  const cursor = useCursor({ ids, current: item, pickFirst: !narrow, onMove: move, reveal });
  const { commands, controls, notices, sending } = useActionControls(summary, item, {
    onDecided: cursor.advance,
    onShow: move,
    // Nothing is decided on a change that the panel does not show yet.
    mayAct: () => (selected.size < 2 || deferred === item) && cursor.settled(),
  });

  const bulk = tab === "waiting" && permits(session, "actions.approve");
  // A selected change that was read again meanwhile is decided as it stands on the page now.
  const onPage = useMemo(() => new Map(items.map((action) => [action.id, action])), [items]);
  const chosen: ActionSummary[] = bulk
    ? [...selected.values()]
        .map((action) => onPage.get(action.id) ?? action)
        .filter(
          (action) => action.state === "awaiting_approval" && stillWaits(action, decided.get(action.id)),
        )
    : [];
  // While a selection grows the cursor moves at once and the panel follows when there is time: a held key does not wait for
  // panels that nobody reads. What is decided then is the selection.
  const shown = chosen.length > 1 ? deferred : item;
  const shownSummary = shown === item ? summary : items.find(({ id }) => id === shown);
  const toggle = useCallback((action: ActionSummary, on?: boolean) => {
    setSelected((before) => {
      const after = new Map(before);
      if (on ?? !before.has(action.id)) after.set(action.id, action);
      else after.delete(action.id);
      return after;
    });
  }, []);
  const extend = (by: 1 | -1) => {
    if (summary) toggle(summary, true);
    const next = onPage.get(cursor.step(by) ?? "");
    if (next) toggle(next, true);
  };
  const clear = () => setSelected(new Map());
  const selectAll = useCallback((actions: readonly ActionSummary[]) => {
    setSelected((before) => new Map([...before, ...actions.map((action) => [action.id, action] as const)]));
  }, []);
  const decideChosen = async (decision: Decision) => {
    setAsking(undefined);
    clear();
    setOutcome(await decideAll(chosen, decision));
  };

  const approveChosen: Command = {
    ...commands.approve,
    id: "approve-selected",
    label: t("actions.bulk.approve", { count: chosen.length }),
    enabled: chosen.length > 0,
    perform: () => setAsking("approve"),
  };
  const rejectChosen: Command = {
    ...commands.reject,
    id: "reject-selected",
    label: t("actions.reject"),
    enabled: chosen.length > 0,
    perform: () => setAsking("reject"),
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
      enabled: bulk && summary !== undefined,
      perform: () => summary && toggle(summary),
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
    chosen.length > 0 ? rejectChosen : commands.reject,
    ...selecting,
    commands.undo,
  ]);

  const showPanel = item !== undefined;
  return (
    <div className={styles.inbox} data-showing={showPanel ? "panel" : "list"}>
      <title>{`${t("actions.title")} · Adjutant`}</title>
      <section className={styles.side} aria-label={t(`actions.list.${tab}`)} hidden={narrow && showPanel}>
        <InboxTabs view={view} counts={counts.data} />
        <InboxFilters view={view} />
        <Announcer
          filter={filter}
          ids={list.isPending || list.isPlaceholderData ? undefined : ids}
          whole={!list.hasNextPage}
          outcome={outcome}
        />
        {outcome && <BulkOutcome outcome={outcome} onClose={() => setOutcome(undefined)} />}
        {!outcome && <RefusedStrip decided={decided} current={item} />}
        <InboxList
          view={view}
          list={list}
          items={items}
          decided={decided}
          selected={bulk ? selected : undefined}
          onSelect={toggle}
          handle={listed}
        />
        {tab === "waiting" && <JustDecided current={item} />}
        {chosen.length > 0 && (
          <BulkBar
            actions={chosen}
            approve={approveChosen}
            reject={rejectChosen}
            asking={asking}
            onApprove={() => void decideChosen({ verb: "approve" })}
            onReject={(reason) => void decideChosen({ verb: "reject", reason })}
            onCancel={() => setAsking(undefined)}
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
          {showPanel && shown !== undefined ? (
            <ActionPanel
              key={shown}
              id={shown}
              summary={shownSummary}
              sending={sending}
              controls={controls}
              notices={notices}
              group={bulk && shownSummary && <LikeThis action={shownSummary} onSelect={selectAll} />}
              explanation={explanation}
              ruleMark={ruleMark}
            />
          ) : (
            !showPanel && items.length > 0 && <Note icon={IconInbox} title={t("actions.pick")} />
          )}
        </section>
      )}
    </div>
  );
}
