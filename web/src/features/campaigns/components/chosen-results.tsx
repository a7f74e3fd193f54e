import { dayIn, type RangeSearch, resolveRange } from "~/shared/lib/day-range";
import { useBusinessTime } from "~/shared/live/clock";
import { RangePicker } from "~/shared/ui/range-picker/range-picker";
import { RowsSkeleton } from "~/shared/ui/states";
import type { ChartMetric } from "../model/metrics";
import type { Subject } from "../model/subject";
import { ResultsPanel } from "./results-panel";

/** The part of an address that says which days and which metric the results are of. */
export interface ResultsSearch extends RangeSearch {
  metric?: ChartMetric | undefined;
}

interface ChosenResultsProps {
  of: Subject;
  timeZone: string;
  search: ResultsSearch;
  /** Puts a part of the search into the address. */
  choose: (part: ResultsSearch, how: { replace: boolean }) => void;
}

/** The results of the days and the metric that the address names, with where others are chosen. */
export function ChosenResults({ of, timeZone, search, choose }: ChosenResultsProps) {
  const business = useBusinessTime();
  if (!business) return <RowsSkeleton rows={6} height={62} />;
  const today = dayIn(business.now, timeZone);
  const range = resolveRange(search, today);
  return (
    <ResultsPanel
      of={of}
      range={range}
      picker={
        <RangePicker range={range} today={today} onChange={(next) => choose(next, { replace: false })} />
      }
      metric={search.metric ?? "conversions"}
      onMetric={(metric) =>
        choose({ metric: metric === "conversions" ? undefined : metric }, { replace: true })
      }
    />
  );
}
