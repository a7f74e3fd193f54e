import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import type { Candidate, Connection } from "~/shared/api/types";
import { sentence } from "~/shared/lib/sentence";
import { Callout } from "~/shared/ui/callout";
import { IconBan, IconCircleCheck, IconCircleMinus, IconInbox, IconSearch } from "~/shared/ui/icons";
import { SelectBox } from "~/shared/ui/select-box";
import { Note } from "~/shared/ui/states";
import { Status } from "~/shared/ui/status";
import { useChooseAccounts } from "../api/choose-accounts";
import { useCreateBrand } from "../api/create-brand";
import { brandsQuery } from "../api/list-brands";
import { type CandidateGroup, groupsOf, matches } from "../model/candidates";
import styles from "./wizard.module.css";
import { StepBody } from "./wizard-steps";

/** From so many candidates on a search is offered. */
const MANY = 8;
const NEW_BRAND = "new";

interface RowProps {
  candidate: Candidate;
  chosen: boolean;
  refusal: string | undefined;
  toggle: () => void;
}

function CandidateRow({ candidate, chosen, refusal, toggle }: RowProps) {
  const { t } = useTranslation();
  const id = useId();
  const { status } = candidate;
  const open = status === "available";
  return (
    <li className={styles.candidate} data-chosen={chosen || undefined} data-closed={!open || undefined}>
      {open ? (
        <SelectBox id={id} checked={chosen} onChange={toggle} label={candidate.name} />
      ) : (
        <span className={styles.noBox} />
      )}
      <span className={styles.candidateWords}>
        {open ? (
          <label htmlFor={id} className={styles.candidateName}>
            {candidate.name}
          </label>
        ) : (
          <span className={styles.candidateName}>{candidate.name}</span>
        )}
        <span className={styles.candidateFacts}>
          {candidate.external_id} · {candidate.currency} · {candidate.time_zone.replaceAll("_", " ")}
        </span>
        {candidate.why_not !== null && <span className={styles.whyNot}>{sentence(candidate.why_not)}</span>}
        {refusal !== undefined && <span className={styles.rowError}>{refusal}</span>}
      </span>
      <span className={styles.candidateState}>
        {status === "connected" && (
          <Status tone="positive" icon={IconCircleCheck} label={t("connect.choose.status.connected")} />
        )}
        {status === "closed" && (
          <Status tone="neutral" icon={IconCircleMinus} label={t("connect.choose.status.closed")} />
        )}
        {status === "other_organisation" && (
          <Status tone="neutral" icon={IconBan} label={t("connect.choose.status.other_organisation")} />
        )}
        {candidate.account_id !== null && (
          <>
            {" "}
            <Link to="/accounts/$accountId" params={{ accountId: candidate.account_id }}>
              {t("connect.choose.show")}
            </Link>
          </>
        )}
      </span>
    </li>
  );
}

interface GroupProps {
  group: CandidateGroup;
  chosen: ReadonlySet<string>;
  refusals: ReadonlyMap<string, string>;
  change: (ids: readonly string[], on: boolean) => void;
}

function Group({ group, chosen, refusals, change }: GroupProps) {
  const { t } = useTranslation();
  const open = group.accounts.filter(({ status }) => status === "available");
  const all = open.length > 0 && open.every(({ external_id }) => chosen.has(external_id));
  const name = group.manager ? t("connect.choose.under", { name: group.manager.name }) : undefined;
  return (
    <div className={styles.group} data-indent={group.manager ? true : undefined}>
      {group.manager && (
        <div className={styles.groupHead}>
          {open.length > 0 ? (
            <SelectBox
              checked={all}
              onChange={() =>
                change(
                  open.map(({ external_id }) => external_id),
                  !all,
                )
              }
              label={t("connect.choose.all", { count: open.length, name: group.manager.name })}
            />
          ) : (
            <span className={styles.noBox} />
          )}
          <div className={styles.groupWords}>
            <h3>{name}</h3>
            <span>{group.manager.external_id}</span>
            <span>{t("connect.choose.available", { count: open.length })}</span>
          </div>
        </div>
      )}
      <ul className={styles.candidates} aria-label={name ?? t("connect.choose.direct")}>
        {group.accounts.map((candidate) => (
          <CandidateRow
            key={candidate.external_id}
            candidate={candidate}
            chosen={chosen.has(candidate.external_id)}
            refusal={refusals.get(candidate.external_id)}
            toggle={() => change([candidate.external_id], !chosen.has(candidate.external_id))}
          />
        ))}
      </ul>
    </div>
  );
}

/** Third step: which of the accounts behind the sign-in, and to which brand they belong. */
export function ConnectChoose({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { candidates } = connection;
  const available = candidates.filter(({ status }) => status === "available");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    // One that is the only one is what the person came for.
    new Set(available.length === 1 ? available.map(({ external_id }) => external_id) : []),
  );
  const [q, setQ] = useState("");
  const [brand, setBrand] = useState<string | null>(null);
  const [brandName, setBrandName] = useState("");
  const [asked, setAsked] = useState(false);
  const { data: brands = [] } = useQuery(brandsQuery);
  const choose = useChooseAccounts(connection.id);
  const createBrand = useCreateBrand();

  const change = (ids: readonly string[], on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const id of ids) on ? after.add(id) : after.delete(id);
      return after;
    });
  const ids = available.map(({ external_id }) => external_id).filter((id) => chosen.has(id));
  const error = choose.error ?? createBrand.error;
  const sent = choose.variables?.external_ids ?? [];
  const refusals = new Map(
    isProblem(choose.error)
      ? choose.error.fields.flatMap(({ pointer, detail }) => {
          const id = sent[Number(/^\/external_ids\/(\d+)$/.exec(pointer)?.[1])];
          return id === undefined ? [] : [[id, detail] as const];
        })
      : [],
  );

  const submit = async () => {
    setAsked(true);
    if (ids.length === 0 || (brand === NEW_BRAND && brandName.trim() === "")) return;
    let brandId = brand;
    if (brand === NEW_BRAND) {
      const created = await createBrand.mutateAsync(brandName.trim()).catch(() => undefined);
      if (!created) return;
      brandId = created.id;
      // A second try must not make a second brand of that name.
      setBrand(created.id);
    }
    choose.mutate(
      { external_ids: ids, brand_id: brandId },
      {
        onSuccess: ({ accounts }) =>
          void navigate({
            to: "/accounts/connect/$connectionId",
            params: { connectionId: connection.id },
            search: { chosen: accounts.map(({ id }) => id).join(",") },
            replace: true,
          }),
      },
    );
  };

  const shown = groupsOf(candidates.filter((candidate) => matches(candidate, q)));
  return (
    <StepBody title={t("connect.choose.title")} lead={t("connect.choose.lead")}>
      {available.length === 0 && (
        <Callout tone="info" title={t("connect.choose.nothingLeft")}>
          {t("connect.choose.nothingLeftHelp")}
        </Callout>
      )}
      {candidates.length > MANY && (
        <TextInput
          type="search"
          aria-label={t("connect.choose.search")}
          placeholder={t("connect.choose.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && q !== "" ? (
        <Note icon={IconInbox} title={t("connect.choose.noMatch", { q })} />
      ) : (
        shown.map((group) => (
          <Group
            key={group.manager?.external_id ?? ""}
            group={group}
            chosen={chosen}
            refusals={refusals}
            change={change}
          />
        ))
      )}
      {available.length > 0 && (
        <>
          <div className={styles.brand}>
            <Select
              label={t("connect.choose.brand")}
              description={t("connect.choose.brandHelp")}
              placeholder={brands.find((each) => each.is_default)?.name ?? t("connect.choose.brandNone")}
              clearable
              data={[
                ...brands.map(({ id, name }) => ({ value: id, label: name })),
                { value: NEW_BRAND, label: t("connect.choose.brandNew") },
              ]}
              value={brand}
              onChange={setBrand}
            />
            {brand === NEW_BRAND && (
              <TextInput
                label={t("connect.choose.brandName")}
                description={"\u00a0"}
                autoFocus
                value={brandName}
                onChange={(event) => setBrandName(event.currentTarget.value)}
                error={asked && brandName.trim() === "" ? t("connect.choose.brandNeeded") : undefined}
              />
            )}
          </div>
          {error !== null && (
            <Callout tone="critical" role="alert" title={t("connect.choose.refused")}>
              {isProblem(error) && !error.unreachable ? error.message : t("confirm.unknown")}
            </Callout>
          )}
          {asked && ids.length === 0 && (
            <Callout tone="caution" role="alert" title={t("connect.choose.nothing")} />
          )}
          <div className={styles.buttons}>
            <Button onClick={() => void submit()} loading={choose.isPending || createBrand.isPending}>
              {t("connect.choose.submit", { count: ids.length })}
            </Button>
          </div>
        </>
      )}
      {available.length === 0 && (
        <div className={styles.buttons}>
          <Button onClick={() => void navigate({ to: "/accounts/connect" })}>
            {t("connect.problem.retry.no_accounts")}
          </Button>
          <Button variant="default" onClick={() => void navigate({ to: "/accounts" })}>
            {t("connect.sync.toAccounts")}
          </Button>
        </div>
      )}
    </StepBody>
  );
}
