import { Button, Popover, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery, brandChoicesQuery, ruleChoicesQuery } from "~/shared/api/choices";
import { IconFilter, IconX } from "~/shared/ui/icons";
import { SearchBox } from "~/shared/ui/search-box";
import { kinds, type Order, orders } from "../model/filter";
import type { InboxView } from "./inbox";
import styles from "./inbox-filters.module.css";

type Narrowing = Partial<Pick<InboxView, "rule" | "campaign" | "account" | "brand" | "kind" | "q" | "sort">>;

const nothing: Narrowing = {
  rule: undefined,
  campaign: undefined,
  account: undefined,
  brand: undefined,
  kind: undefined,
  q: undefined,
};

/** How many things the list is narrowed by, its order aside. */
export function narrowings({ rule, campaign, account, brand, kind, q }: InboxView): number {
  return [rule, campaign, account, brand, kind, q].filter((value) => value !== undefined).length;
}

/** What the inbox shows and in which order; the address keeps it. */
export function InboxFilters({ view }: { view: InboxView }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/approvals" });
  const [opened, setOpened] = useState(false);
  const [cleared, setCleared] = useState(0);
  const { data: rules = [] } = useQuery(ruleChoicesQuery);
  const { data: accounts = [] } = useQuery(accountChoicesQuery);
  const { data: brands = [] } = useQuery({ ...brandChoicesQuery, enabled: opened });
  const narrow = (change: Narrowing) =>
    void navigate({ search: (before) => ({ ...before, ...change, selected: undefined }), replace: true });
  const count = narrowings(view) - (view.q === undefined ? 0 : 1);
  const usual = view.tab === "waiting" ? "expires_at" : "-updated_at";
  return (
    <div className={styles.bar}>
      <SearchBox
        key={cleared}
        className={styles.search ?? ""}
        label={t("actions.filter.search")}
        initial={view.q}
        search={(q) => narrow({ q })}
      />
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-end"
        shadow="md"
        radius="md"
        width={280}
        trapFocus
      >
        <Popover.Target>
          <Button
            variant={count > 0 ? "light" : "default"}
            className={styles.button ?? ""}
            leftSection={<IconFilter size={15} stroke={1.9} aria-hidden />}
            aria-expanded={opened}
            onClick={() => setOpened((open) => !open)}
          >
            {t("actions.filter.open")}
            {count > 0 && <span className={styles.count}>{count}</span>}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("actions.filter.open")}>
          <div className={styles.fields}>
            <Select
              size="sm"
              label={t("actions.filter.sort")}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              data={orders.map((value) => ({ value, label: t(`actions.filter.order.${value}`) }))}
              value={view.sort ?? usual}
              onChange={(value) => {
                const sort: Order | undefined = orders.find((order) => order === value && order !== usual);
                narrow({ sort });
              }}
            />
            <Select
              size="sm"
              label={t("actions.panel.rule")}
              placeholder={t("actions.filter.any")}
              clearable
              searchable
              comboboxProps={{ withinPortal: false }}
              data={rules}
              value={view.rule ?? null}
              onChange={(rule) => narrow({ rule: rule ?? undefined })}
            />
            <Select
              size="sm"
              label={t("actions.panel.account")}
              placeholder={t("actions.filter.any")}
              clearable
              searchable
              comboboxProps={{ withinPortal: false }}
              data={accounts}
              value={view.account ?? null}
              onChange={(account) => narrow({ account: account ?? undefined })}
            />
            {brands.length > 1 && (
              <Select
                size="sm"
                label={t("actions.filter.brand")}
                placeholder={t("actions.filter.any")}
                clearable
                comboboxProps={{ withinPortal: false }}
                data={brands}
                value={view.brand ?? null}
                onChange={(brand) => narrow({ brand: brand ?? undefined })}
              />
            )}
            <Select
              size="sm"
              label={t("actions.filter.kind")}
              placeholder={t("actions.filter.any")}
              clearable
              comboboxProps={{ withinPortal: false }}
              data={kinds.map((value) => ({ value, label: t(`actions.kind.${value}`) }))}
              value={view.kind ?? null}
              onChange={(kind) => narrow({ kind: kinds.find((each) => each === kind) })}
            />
          </div>
        </Popover.Dropdown>
      </Popover>
      {narrowings(view) > 0 && (
        <button
          type="button"
          className={styles.clear}
          onClick={() => {
            setCleared((times) => times + 1);
            narrow(nothing);
          }}
        >
          <IconX size={14} stroke={2} aria-hidden /> {t("actions.clearFilter")}
        </button>
      )}
    </div>
  );
}
