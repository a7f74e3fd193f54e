import { Button, FileButton, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { readText } from "~/shared/lib/files";
import { BackLink } from "~/shared/ui/back-link";
import { Coded } from "~/shared/ui/coded";
import { Disclosure } from "~/shared/ui/disclosure";
import { FindingMessage } from "~/shared/ui/finding-message";
import { IconAlertTriangle, IconArrowRight, IconCircleCheck, IconFileText } from "~/shared/ui/icons";
import { Page } from "~/shared/ui/page";
import { RuleText } from "~/shared/ui/rule-text";
import { Status } from "~/shared/ui/status";
import { useImportRules } from "../api/import-rules";
import type { ImportedPart, ImportedRule } from "../api/types";
import { keepDraft } from "../model/draft";
import { ChangeFailure } from "./change-failure";
import styles from "./import-rules.module.css";

type From = "meta" | "tiktok";
type PartState = ImportedPart["state"];

const states: readonly PartState[] = ["missing", "look_at", "left_out", "carried"];

/** The parts of one kind: what stands there, what says it here, and why. */
function Parts({ parts, state }: { parts: readonly ImportedPart[]; state: PartState }) {
  const { t } = useTranslation();
  const heading = useId();
  const shown = parts.filter((part) => part.state === state);
  if (shown.length === 0) return null;
  const list = (
    <ul className={styles.parts} aria-labelledby={heading}>
      {shown.map((part) => (
        <li key={`${part.path} ${part.value}`}>
          <span className={styles.path}>{part.path || t("rules.import.whole")}</span>
          <code className={styles.value}>{part.value}</code>
          {part.written !== null && <code className={styles.written}>{part.written}</code>}
          {part.why !== null && (
            <p>
              <Coded text={part.why} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
  const title = <span id={heading}>{t(`rules.import.state.${state}`, { count: shown.length })}</span>;
  return state === "carried" ? (
    <Disclosure title={title}>{list}</Disclosure>
  ) : (
    <section data-state={state} className={styles.kind}>
      <h4>{title}</h4>
      {list}
    </section>
  );
}

function Result({ rule }: { rule: ImportedRule }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <article className={styles.rule} aria-label={rule.name}>
      <header className={styles.head}>
        <h3>{rule.name}</h3>
        <Status
          look="pill"
          tone={rule.whole ? "positive" : "caution"}
          icon={rule.whole ? IconCircleCheck : IconAlertTriangle}
          label={rule.whole ? t("rules.import.carried") : t("rules.import.notCarried")}
        />
      </header>
      <div className={styles.halves}>
        <div className={styles.text}>
          <RuleText text={rule.text} label={t("rules.text")} />
          <div className={styles.open}>
            <Button
              variant={rule.whole ? "filled" : "default"}
              size="compact-md"
              rightSection={<IconArrowRight size={15} aria-hidden />}
              onClick={() => {
                keepDraft("new", { text: rule.text, overrides: {}, base: 0, at: Date.now() });
                void navigate({ to: "/rules/new" });
              }}
            >
              {t("rules.library.openInEditor")}
            </Button>
            <span className={styles.hint}>
              {rule.whole ? t("rules.library.openHelp") : t("rules.import.incomplete")}
            </span>
          </div>
        </div>
        <div className={styles.report}>
          {states.map((state) => (
            <Parts key={state} parts={rule.parts} state={state} />
          ))}
          {rule.diagnostics.length > 0 && (
            <section className={styles.kind}>
              <h4>{t("rules.import.warnings", { count: rule.diagnostics.length })}</h4>
              <ul className={styles.parts}>
                {rule.diagnostics.map((found) => (
                  <li key={`${found.code} ${found.span.start.line} ${found.span.start.character}`}>
                    <p>
                      <FindingMessage code={found.code} message={found.message} />
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </article>
  );
}

/** Rules of a platform's own engine, written anew, with a report of what could not be carried. */
export function ImportRules() {
  const { t } = useTranslation();
  const [from, setFrom] = useState<From>("meta");
  const [file, setFile] = useState("");
  const [currency, setCurrency] = useState("");
  const [conversions, setConversions] = useState("");
  const [roas, setRoas] = useState("");
  const [slack, setSlack] = useState("");
  const { mutate, data, error, isPending } = useImportRules();
  const whole = data?.filter((rule) => rule.whole).length ?? 0;

  return (
    <Page
      back={<BackLink to="/rules/library" label={t("rules.library.title")} />}
      title={t("rules.import.title")}
      lead={t("rules.import.lead")}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate({
            from,
            file,
            currency: currency.trim().toUpperCase() || null,
            conversions: conversions.trim() || null,
            roas: roas.trim() || null,
            slack: slack.trim() || null,
          });
        }}
      >
        <div className={styles.row}>
          <SegmentedControl
            aria-label={t("rules.import.from")}
            value={from}
            data={[
              { value: "meta", label: "Meta" },
              { value: "tiktok", label: "TikTok" },
            ]}
            onChange={(value) => setFrom(value === "tiktok" ? "tiktok" : "meta")}
          />
          <FileButton
            accept="application/json,.json"
            onChange={(chosen) => {
              if (chosen !== null) void readText(chosen).then(setFile);
            }}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileText size={16} aria-hidden />}>
                {t("rules.import.choose")}
              </Button>
            )}
          </FileButton>
        </div>
        <Textarea
          label={t("rules.import.file")}
          description={t(`rules.import.where.${from}`)}
          value={file}
          onChange={(event) => setFile(event.currentTarget.value)}
          minRows={5}
          maxRows={12}
          autosize
          spellCheck={false}
          classNames={{ input: styles.json ?? "" }}
        />
        <div className={styles.fields}>
          <TextInput
            label={t("rules.import.currency")}
            description={t("rules.import.currencyHelp")}
            placeholder="USD"
            maxLength={3}
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value)}
          />
          <TextInput
            label={t("rules.import.conversions")}
            description={t("rules.import.conversionsHelp")}
            placeholder={from === "meta" ? "results" : "CONVERSION"}
            value={conversions}
            onChange={(event) => setConversions(event.currentTarget.value)}
          />
          <TextInput
            label={t("rules.import.roas")}
            description={t("rules.import.roasHelp")}
            placeholder={from === "meta" ? "website_purchase_roas" : "ROAS_COMPLETE_PAYMENT"}
            value={roas}
            onChange={(event) => setRoas(event.currentTarget.value)}
          />
          <TextInput
            label={t("rules.import.slack")}
            description={t("rules.import.slackHelp")}
            placeholder="#paid-media"
            value={slack}
            onChange={(event) => setSlack(event.currentTarget.value)}
          />
        </div>
        <div className={styles.row}>
          <Button type="submit" loading={isPending} disabled={file.trim() === ""}>
            {t("rules.import.write")}
          </Button>
          <span className={styles.hint}>{t("rules.import.nothingStored")}</span>
        </div>
        {error && <ChangeFailure error={error} />}
      </form>
      {data && (
        <section aria-label={t("rules.import.results")} className={styles.results}>
          <h2>
            <span role="status">
              {t("rules.import.count", { count: data.length, whole, missing: data.length - whole })}
            </span>
          </h2>
          {data.map((rule) => (
            <Result key={rule.name} rule={rule} />
          ))}
        </section>
      )}
    </Page>
  );
}
