import { SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Actor } from "~/shared/api/types";
import { type Command, useCommands } from "~/shared/commands";
import { formatCount } from "~/shared/lib/numbers";
import { IconPlayerPause, IconPlayerPlay, IconSitemap } from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import { SearchBox } from "~/shared/ui/search-box";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { branchOf, forestOf, isUnwell } from "../model/forest";
import { ActorDrawer } from "./actor-drawer";
import { ActorTable } from "./actor-table";
import { LiveStrip } from "./live-strip";
import { useLiveTree } from "./use-live-tree";

export interface ActorView {
  only?: "unwell" | undefined;
  q?: string | undefined;
  /** The actor that is looked at. */
  actor?: string | undefined;
}

/** From the top down to the supervisor of `actor`. */
function parentsOf(actor: Actor | undefined, tree: readonly Actor[]): Actor[] {
  const byId = new Map(tree.map((each) => [each.id, each]));
  const path: Actor[] = [];
  let parent = actor?.parent == null ? undefined : byId.get(actor.parent);
  while (parent && path.length < 20) {
    path.unshift(parent);
    parent = parent.parent == null ? undefined : byId.get(parent.parent);
  }
  return path;
}

/** Everything that runs, worst first, live but readable. */
export function ActorTree({ view }: { view: ActorView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const [hovered, setHovered] = useState(false);
  const live = useLiveTree(paused || hovered);
  const { answer, latest } = live;
  const look = (change: ActorView) =>
    void navigate({ to: "/actors", search: { ...view, ...change }, replace: true, resetScroll: false });

  const pause: Command = {
    id: "actors-pause",
    label: t(paused ? "actors.live.resume" : "actors.live.pause"),
    icon: paused ? IconPlayerPlay : IconPlayerPause,
    keys: ["p"],
    enabled: true,
    palette: "page",
    perform: () => setPaused((before) => !before),
  };
  useCommands([pause]);

  const forest = useMemo(() => (answer ? forestOf(answer.tree) : []), [answer]);
  // The drawer is for watching one actor, so it is never held back.
  const newest = useMemo(() => (latest ? forestOf(latest.tree) : []), [latest]);
  const selected = view.actor === undefined ? undefined : branchOf(newest, view.actor);
  const unwell = answer?.tree.filter(isUnwell).length ?? 0;
  const total = formatCount(answer?.tree.length ?? 0);
  return (
    <Page
      title={t("actors.title")}
      lead={t("actors.lead")}
      tools={
        <>
          <SearchBox w={220} label={t("actors.search")} initial={view.q} search={(q) => look({ q })} />
          <SegmentedControl
            size="sm"
            aria-label={t("actors.filter")}
            value={view.only ?? "all"}
            onChange={(value) => look({ only: value === "unwell" ? "unwell" : undefined })}
            data={[
              { value: "all", label: `${t("actors.all")} ${answer ? total : ""}`.trim() },
              { value: "unwell", label: `${t("actors.unwell")} ${answer ? formatCount(unwell) : ""}`.trim() },
            ]}
          />
        </>
      }
    >
      {!answer ? (
        live.isPending ? (
          <RowsSkeleton rows={10} height={46} />
        ) : (
          <LoadFailure error={live.error} retry={() => void live.refetch()} />
        )
      ) : answer.tree.length === 0 ? (
        <Note icon={IconSitemap} title={t("actors.empty")} help={t("actors.emptyHelp")} />
      ) : (
        <>
          <LiveStrip
            freshness={live.freshness}
            age={live.age}
            waiting={live.waiting}
            hovered={hovered && !paused}
            pause={pause}
            goOn={() => {
              setPaused(false);
              setHovered(false);
            }}
          />
          <ActorTable
            forest={forest}
            at={Date.parse(answer.at)}
            rates={live.rates}
            total={total}
            only={view.only ?? "all"}
            q={view.q ?? ""}
            selected={view.actor}
            old={live.freshness === "old"}
            select={(actor) => look({ actor })}
            hover={setHovered}
          />
        </>
      )}
      <ActorDrawer
        id={view.actor}
        branch={selected}
        parents={parentsOf(selected?.actor, latest?.tree ?? [])}
        feed={live.feed}
        at={latest ? Date.parse(latest.at) : 0}
        close={() => look({ actor: undefined })}
      />
    </Page>
  );
}
