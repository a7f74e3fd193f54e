import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { Platform } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { Callout } from "~/shared/ui/callout";
import { IconArrowRight, IconPlugConnectedX } from "~/shared/ui/icons";
import { PlatformMark } from "~/shared/ui/platform-mark";
import { LoadFailure, Note, RowsSkeleton } from "~/shared/ui/states";
import { platformsQuery } from "../api/list-platforms";
import { useStartConnection } from "../api/start-connection";
import styles from "./wizard.module.css";
import { StepBody, WizardFrame } from "./wizard-steps";

/** Why a platform cannot be connected, as the server begins to tell it in English, and the words for it here. */
const whyNots = [
  ["this version of the program does not speak", "notSpoken"],
  ["this installation has no OAuth client for Google Ads", "noClient"],
] as const;

/** First step: which platform. `problem` is set when a sign-in came back that belongs to none begun here. */
export function ConnectStart({ problem }: { problem: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: platforms, error, refetch } = useQuery(platformsQuery);
  const [chosen, setChosen] = useState<Platform>();
  const start = useStartConnection();
  const available = platforms?.filter((each) => each.available) ?? [];
  // One that is the only one needs no choice.
  const platform = chosen ?? (available.length === 1 ? available[0]?.platform : undefined);
  const whyNot = (told: string | null) => {
    if (told === null) return t("connect.platform.unavailable");
    const known = whyNots.find(([begins]) => told.startsWith(begins));
    return known ? t(`connect.platform.${known[1]}`) : sentence(told);
  };
  const go = () => {
    if (!platform) return;
    start.mutate(
      { platform },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: "/accounts/connect/$connectionId", params: { connectionId: id } }),
      },
    );
  };

  return (
    <WizardFrame title={t("connect.title")} step="platform">
      {problem !== undefined && (
        <Callout tone="caution" role="alert" title={t("connect.problem.landed.title")}>
          {t("connect.problem.landed.help")}
        </Callout>
      )}
      <StepBody title={t("connect.platform.title")} lead={t("connect.platform.lead")}>
        {!platforms ? (
          error ? (
            <LoadFailure error={error} retry={() => void refetch()} />
          ) : (
            <RowsSkeleton rows={2} height={64} />
          )
        ) : platforms.length === 0 ? (
          <Note
            icon={IconPlugConnectedX}
            title={t("connect.platform.none")}
            help={t("connect.platform.noneHelp")}
          />
        ) : (
          <fieldset className={styles.platforms} aria-label={t("connect.platform.title")}>
            {platforms.map((each) => (
              <label key={each.platform} className={styles.platform}>
                <input
                  type="radio"
                  name="platform"
                  value={each.platform}
                  disabled={!each.available}
                  checked={platform === each.platform}
                  onChange={() => setChosen(each.platform)}
                />
                <span>
                  <b>{t(`platform.${each.platform}`)}</b>
                  {!each.available && <small>{whyNot(each.why_not)}</small>}
                </span>
                <span className={styles.aside}>
                  <PlatformMark platform={each.platform} size={20} />
                </span>
              </label>
            ))}
          </fieldset>
        )}
        {start.error !== null && (
          <Callout tone="critical" role="alert" title={t("confirm.failed")}>
            {isProblem(start.error) && !start.error.unreachable
              ? start.error.message
              : t("state.unreachableHelp")}
          </Callout>
        )}
        <div className={styles.buttons}>
          <Button
            onClick={go}
            disabled={platform === undefined}
            loading={start.isPending}
            rightSection={<IconArrowRight size={16} stroke={2} aria-hidden />}
          >
            {t("connect.platform.next")}
          </Button>
        </div>
      </StepBody>
    </WizardFrame>
  );
}
