import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Totals } from "~/shared/api/types";
import { formatMoney } from "~/shared/lib/money";
import { formatConversions, formatRatio } from "~/shared/lib/numbers";
import { Delta } from "~/shared/ui/delta";
import { type Figure, Figures } from "~/shared/ui/figures";
import styles from "./totals-band.module.css";

interface TotalsBandProps {
  totals: readonly Totals[];
  before: readonly Totals[] | null;
}

/** The results of the chosen days, a line per currency: amounts of different currencies are never added. */
export function TotalsBand({ totals, before }: TotalsBandProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.band}>
      {totals.map((now) => {
        const { currency } = now.spend;
        const then = before?.find(({ spend }) => spend.currency === currency);
        const number = (text: string, sort: string) => (
          <Link to="/campaigns" search={{ sort }}>
            {text}
          </Link>
        );
        const figures: Figure[] = [
          {
            id: "spend",
            label: t("overview.spend"),
            value: number(formatMoney(now.spend, { compact: true }), "-spend_7d"),
            delta: (
              <Delta
                now={now.spend.micros}
                before={then?.spend.micros}
                shown={then && formatMoney(then.spend)}
              />
            ),
          },
          {
            id: "revenue",
            label: t("overview.revenue"),
            value: number(formatMoney(now.revenue, { compact: true }), "-roas_7d"),
            delta: (
              <Delta
                better="more"
                now={now.revenue.micros}
                before={then?.revenue.micros}
                shown={then && formatMoney(then.revenue)}
              />
            ),
          },
          {
            id: "conversions",
            label: t("overview.conversions"),
            value: number(formatConversions(now.conversions), "-conversions_7d"),
            delta: (
              <Delta
                better="more"
                now={now.conversions}
                before={then?.conversions}
                shown={then && formatConversions(then.conversions)}
              />
            ),
          },
          {
            id: "cpa",
            label: t("overview.cpa"),
            help: t("overview.cpaFull"),
            value: now.cpa ? number(formatMoney(now.cpa), "-cpa_7d") : "–",
            delta: (
              <Delta
                better="less"
                now={now.cpa?.micros ?? null}
                before={then?.cpa?.micros}
                shown={then?.cpa ? formatMoney(then.cpa) : undefined}
              />
            ),
          },
          {
            id: "roas",
            label: t("overview.roas"),
            help: t("overview.roasFull"),
            value: now.roas === null ? "–" : number(formatRatio(now.roas), "-roas_7d"),
            delta: (
              <Delta
                better="more"
                now={now.roas}
                before={then?.roas}
                shown={then?.roas == null ? undefined : formatRatio(then.roas)}
              />
            ),
          },
        ];
        return (
          <section key={currency} className={styles.line} aria-label={t("overview.totalsIn", { currency })}>
            {totals.length > 1 && <span className={styles.currency}>{currency}</span>}
            <Figures label={t("overview.totalsIn", { currency })} figures={figures} />
          </section>
        );
      })}
    </div>
  );
}
