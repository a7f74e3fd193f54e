import { Button, CopyButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ActionOnPage } from "~/features/actions/components/action-on-page";
import { decisionQuery } from "~/features/decisions/api/get-decision";
import { DecisionHeader } from "~/features/decisions/components/decision-header";
import { Explanation } from "~/features/decisions/components/explanation";
import { toldAlone } from "~/features/decisions/model/told";
import { isProblem } from "~/shared/api/problem";
import { aboutItself } from "~/shared/lib/about";
import { IconArrowLeft, IconCheck, IconLink } from "~/shared/ui/icons";
import { LoadFailure, RowsSkeleton } from "~/shared/ui/states";
import { NotFound } from "../shell/page-states";
import styles from "./decision-page.module.css";
import { RuleMark } from "./rule-mark";

function Bar({ subject }: { subject: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <div className={styles.bar}>
      <Button
        variant="subtle"
        size="compact-md"
        leftSection={<IconArrowLeft size={16} aria-hidden />}
        {...(router.history.canGoBack()
          ? { onClick: () => router.history.back() }
          : { renderRoot: (props: object) => <Link to="/approvals" {...props} /> })}
      >
        {t("state.back")}
      </Button>
      <title>{`${t("decisions.title")}: ${subject} · Adjutant`}</title>
      <h1 className={styles.title}>{t("decisions.title")}</h1>
      <CopyButton value={window.location.href} timeout={2_000}>
        {({ copied, copy }) => (
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconLink size={16} aria-hidden />}
            onClick={copy}
          >
            {t(copied ? "decisions.copied" : "decisions.permalink")}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

const ruleMark = (decisionId: string) => <RuleMark decisionId={decisionId} />;

/** One decision with everything it led to: the address that is sent to somebody who asks why. */
export function DecisionPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(decisionQuery(id));

  if (!data) {
    if (isProblem(error, 404)) return <NotFound />;
    return error ? (
      <LoadFailure error={error} retry={() => void refetch()} />
    ) : (
      <RowsSkeleton rows={8} height={64} />
    );
  }
  const [first, ...others] = data.action_ids;
  return (
    <div className={styles.page}>
      <Bar subject={aboutItself(data)} />
      {first === undefined ? (
        <div className={styles.alone}>
          <DecisionHeader decision={data} />
          {data.simulated === null && toldAlone(data).length === 0 && (
            <p className={styles.none}>{t("decisions.noAction")}</p>
          )}
          <Explanation decisionId={id} linked={false} />
        </div>
      ) : (
        <>
          <ActionOnPage
            id={first}
            explanation={(_, stopped) => <Explanation decisionId={id} linked={false} stopped={stopped} />}
            ruleMark={ruleMark}
          />
          {others.map((other) => (
            <ActionOnPage key={other} id={other} explanation={() => null} ruleMark={ruleMark} />
          ))}
        </>
      )}
    </div>
  );
}
