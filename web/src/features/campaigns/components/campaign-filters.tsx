import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountChoicesQuery, brandChoicesQuery } from "~/shared/api/choices";
import { ExportButton } from "~/shared/ui/export-button";
import { IconX } from "~/shared/ui/icons";
import { SearchBox } from "~/shared/ui/search-box";
import { type CampaignFilter, campaignsAsked } from "../api/list-campaigns";
import { platforms } from "../model/filter";
import styles from "./campaign-filters.module.css";

/** Whether the list is narrowed by anything but its order. */
export function isNarrowed({ sort: _, ...filter }: CampaignFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** What the list shows, as the address has it; and the same list as a file. */
export function CampaignFilters({ filter }: { filter: CampaignFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/campaigns/" });
  const { data: accounts = [] } = useQuery(accountChoicesQuery);
  const { data: brands = [] } = useQuery(brandChoicesQuery);
  const [cleared, setCleared] = useState(0);
  const narrow = (change: CampaignFilter) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <div className={styles.row}>
      <SearchBox
        key={cleared}
        className={styles.search ?? ""}
        label={t("campaigns.search")}
        initial={filter.q}
        search={(q) => narrow({ q })}
      />
      {brands.length > 1 && (
        <Select
          size="sm"
          className={styles.choice ?? ""}
          aria-label={t("campaigns.brand")}
          placeholder={t("campaigns.allBrands")}
          clearable
          searchable
          data={brands}
          value={filter.brand ?? null}
          onChange={(brand) => narrow({ brand: brand ?? undefined })}
        />
      )}
      <Select
        size="sm"
        className={styles.choice ?? ""}
        aria-label={t("campaigns.account")}
        placeholder={t("campaigns.allAccounts")}
        clearable
        searchable
        data={accounts}
        value={filter.account ?? null}
        onChange={(account) => narrow({ account: account ?? undefined })}
      />
      <Select
        size="sm"
        className={styles.choice ?? ""}
        aria-label={t("campaigns.platform")}
        placeholder={t("campaigns.allPlatforms")}
        clearable
        data={platforms.map((value) => ({ value, label: t(`platform.${value}`) }))}
        value={filter.platform ?? null}
        onChange={(platform) => narrow({ platform: platforms.find((each) => each === platform) })}
      />
      <Select
        size="sm"
        className={styles.choice ?? ""}
        aria-label={t("campaigns.stateTitle")}
        placeholder={t("campaigns.anyStatus")}
        clearable
        data={(["active", "paused"] as const).map((value) => ({
          value,
          label: t(`campaigns.status.${value}`),
        }))}
        value={filter.status ?? null}
        onChange={(status) =>
          narrow({ status: status === "active" || status === "paused" ? status : undefined })
        }
      />
      {isNarrowed(filter) && (
        <Button
          variant="subtle"
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() => {
            setCleared((times) => times + 1);
            void navigate({ search: ({ sort }) => ({ sort }), replace: true });
          }}
        >
          {t("campaigns.clear")}
        </Button>
      )}
      <ExportButton list="campaigns" asked={campaignsAsked(filter)} className={styles.file} />
    </div>
  );
}
