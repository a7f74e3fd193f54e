import { Drawer } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { permits, useSession } from "~/shared/api/session";
import type { Actor } from "~/shared/api/types";
import { type Command, useCommands } from "~/shared/commands";
import { formatCount, formatRate } from "~/shared/lib/numbers";
import { formatDuration, formatInstant } from "~/shared/lib/time";
import { CommandButton } from "~/shared/ui/command-button";
import { type Fact, Facts } from "~/shared/ui/facts";
import { IconAlertTriangle, IconPlayerPlay, IconPlayerStop, IconQuestionMark } from "~/shared/ui/icons";
import { Note } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import type { ActorEvent, Feed } from "../model/feed";
import type { Branch } from "../model/forest";
import { ActorConfirm, type ActorDeed } from "./actor-confirm";
import styles from "./actor-drawer.module.css";
import { actorLooks } from "./actor-look";

/** What an actor stands for, one click away. */
function Behind({ actor }: { actor: Actor }) {
  const { t } = useTranslation();
  if (actor.ref === null) return null;
  switch (actor.kind) {
    case "account":
    case "request_queue":
      return (
        <Link to="/accounts/$accountId" params={{ accountId: actor.ref }}>
          {t("actors.drawer.show.account")}
        </Link>
      );
    case "rule":
      return (
        <Link to="/rules/$ruleId" params={{ ruleId: actor.ref }}>
          {t("actors.drawer.show.rule")}
        </Link>
      );
    case "campaign":
      return (
        <Link to="/campaigns/$campaignId" params={{ campaignId: actor.ref }}>
          {t("actors.drawer.show.campaign")}
        </Link>
      );
    default:
      return null;
  }
}

function Happened({ event }: { event: ActorEvent }) {
  const { t } = useTranslation();
  const text =
    event.what === "state"
      ? t("actors.drawer.became", {
          from: t(`actors.state.${event.from}`),
          to: t(`actors.state.${event.to}`),
        })
      : event.what === "restart"
        ? t("actors.drawer.restarted", { count: event.restarts })
        : event.error;
  return (
    <li data-what={event.what}>
      <time dateTime={event.at} title={formatInstant(event.at)}>
        {new Date(event.at).toLocaleTimeString(undefined, { hour12: false })}
      </time>
      <span>{text}</span>
    </li>
  );
}

interface DetailProps {
  branch: Branch;
  parents: readonly Actor[];
  feed: Feed;
  at: number;
  ask: (deed: ActorDeed) => void;
}

function Detail({ branch, parents, feed, at, ask }: DetailProps) {
  const { t } = useTranslation();
  const mayWrite = permits(useSession(), "actors.write");
  const { actor } = branch;
  const command = (id: ActorDeed, icon: Command["icon"]): Command => ({
    id: `actor-${id}`,
    label: t(`actors.do.${id}`),
    ...(icon ? { icon } : {}),
    keys: [],
    enabled: mayWrite && actor.can[id],
    palette: "page",
    perform: () => ask(id),
  });
  const commands = [
    command("kill", IconPlayerStop),
    command("quarantine", IconAlertTriangle),
    command("resume", IconPlayerPlay),
  ];
  useCommands(commands);
  const rate = feed.rates.get(actor.id);
  const events = feed.events.filter(({ id }) => id === actor.id);
  const facts: Fact[] = [
    {
      term: t("actors.stateTitle"),
      value: <Status {...actorLooks[actor.state]} label={t(`actors.state.${actor.state}`)} />,
    },
    {
      term: t("actors.since"),
      value: `${formatDuration(at - Date.parse(actor.since))} (${formatInstant(actor.since)})`,
    },
    ...(actor.detail === null ? [] : [{ term: t("actors.drawer.detail"), value: actor.detail }]),
    ...(actor.last_error == null
      ? []
      : [{ term: t("actors.error"), value: <span className={styles.error}>{actor.last_error}</span> }]),
    { term: t("actors.restarts"), value: formatCount(actor.restarts) },
    { term: t("actors.mailbox"), help: t("actors.mailboxHelp"), value: formatCount(actor.mailbox) },
    {
      term: t("actors.handled"),
      value:
        rate === undefined
          ? formatCount(actor.handled)
          : `${formatCount(actor.handled)} (${t("actors.perSecond", { rate: formatRate(rate) })})`,
    },
    ...(actor.queue === null
      ? []
      : [
          {
            term: t("actors.drawer.queue"),
            value: t("actors.drawer.queueOf", {
              waiting: formatCount(actor.queue.waiting),
              inFlight: formatCount(actor.queue.in_flight),
            }),
          },
        ]),
    {
      term: t("actors.drawer.below"),
      value:
        branch.below === 0
          ? t("actors.drawer.nothingBelow")
          : branch.unwellBelow === 0
            ? t("actors.subtreeWell", { total: formatCount(branch.below) })
            : t("actors.subtreeUnwell", {
                unwell: formatCount(branch.unwellBelow),
                total: formatCount(branch.below),
              }),
    },
    ...(parents.length === 0
      ? []
      : [{ term: t("actors.drawer.path"), value: parents.map(({ name }) => name).join(" › ") }]),
    ...(actor.ref === null || !["account", "request_queue", "rule", "campaign"].includes(actor.kind)
      ? []
      : [{ term: t("actors.drawer.behind"), value: <Behind actor={actor} /> }]),
  ];
  return (
    <div className={styles.detail}>
      <p className={styles.kind}>{t(`actors.kind.${actor.kind}`)}</p>
      {mayWrite && (
        <div className={styles.buttons}>
          {commands
            .filter(({ enabled }) => enabled)
            .map((each) => (
              <CommandButton key={each.id} command={each} variant="default" size="xs" />
            ))}
          {!actor.can.kill && actor.can.why_not !== null && (
            <p className={styles.whyNot}>{actor.can.why_not}</p>
          )}
        </div>
      )}
      <Facts facts={facts} />
      <section aria-label={t("actors.drawer.timeline")}>
        <h3 className={styles.heading}>{t("actors.drawer.timeline")}</h3>
        {events.length === 0 ? (
          <p className={styles.nothing}>{t("actors.drawer.nothing")}</p>
        ) : (
          <ol className={styles.timeline}>
            {events.map((event) => (
              <Happened key={`${event.at} ${event.what}`} event={event} />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

interface ActorDrawerProps extends Omit<DetailProps, "branch" | "ask"> {
  id: string | undefined;
  branch: Branch | undefined;
  close: () => void;
}

/** One actor: how it is, what it does, what happened to it, and what can be done about it. Always the newest. */
export function ActorDrawer({ id, branch, parents, feed, at, close }: ActorDrawerProps) {
  const { t } = useTranslation();
  const [deed, setDeed] = useState<ActorDeed>();
  // The question takes the drawer's place: one dialog at a time, and the drawer is back to watch what follows.
  const asking = deed !== undefined && branch !== undefined;
  return (
    <>
      <Drawer
        opened={id !== undefined && !asking}
        onClose={close}
        position="right"
        size={460}
        title={branch?.actor.name ?? t("actors.name")}
        closeButtonProps={{ "aria-label": t("actors.drawer.close") }}
      >
        {branch ? (
          <Detail key={branch.actor.id} branch={branch} parents={parents} feed={feed} at={at} ask={setDeed} />
        ) : (
          <Note icon={IconQuestionMark} title={t("actors.drawer.gone")} help={t("actors.drawer.goneHelp")} />
        )}
      </Drawer>
      {asking && <ActorConfirm deed={deed} branch={branch} close={() => setDeed(undefined)} />}
    </>
  );
}
