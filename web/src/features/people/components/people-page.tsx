import { Button, Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { permits, useSession } from "~/shared/api/session";
import { type Command, useCommands } from "~/shared/commands";
import { IconUserPlus } from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import { InviteForm } from "./invite-form";
import { Invites } from "./invites";
import { Members } from "./members";

export const peopleTabs = ["members", "invites", "organisation"] as const;
export type PeopleTab = (typeof peopleTabs)[number];

/** Who is here, who is invited, and the organisation itself, which its own room shows. */
export function PeoplePage({ tab, organisation }: { tab: PeopleTab; organisation: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const mayWrite = permits(session, "members.write");
  // The organisation is everybody's; who is in it is not.
  const tabs = permits(session, "members.read") ? peopleTabs : (["organisation"] as const);
  const [inviting, setInviting] = useState(false);
  const invite: Command = {
    id: "invite",
    label: t("people.invite"),
    icon: IconUserPlus,
    keys: ["i"],
    enabled: mayWrite,
    palette: "page",
    perform: () => setInviting(true),
  };
  useCommands([invite]);
  return (
    <Page
      title={t("people.title")}
      lead={t("people.lead")}
      tools={
        mayWrite && (
          <Button
            leftSection={<IconUserPlus size={16} stroke={2} aria-hidden />}
            onClick={invite.perform}
            aria-keyshortcuts="i"
          >
            {invite.label}
          </Button>
        )
      }
    >
      <Tabs
        value={tab}
        onChange={(value) =>
          void navigate({
            to: "/people",
            search: { show: peopleTabs.find((each) => each === value && each !== "members") },
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label={t("people.tabsLabel")}>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`people.tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="members">
          <Members />
        </Tabs.Panel>
        <Tabs.Panel value="invites">
          <Invites />
        </Tabs.Panel>
        <Tabs.Panel value="organisation">{organisation}</Tabs.Panel>
      </Tabs>
      {inviting && <InviteForm close={() => setInviting(false)} />}
    </Page>
  );
}
