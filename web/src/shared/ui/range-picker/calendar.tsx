import "@mantine/dates/styles.css";
import "dayjs/locale/de";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isDay } from "../../lib/day-range";

interface CalendarProps {
  from: string;
  to: string;
  today: string;
  onPick: (from: string, to: string) => void;
}

/** A month to choose two days in; loaded when somebody opens it. */
export default function Calendar({ from, to, today, onPick }: CalendarProps) {
  const { t, i18n } = useTranslation();
  const [picked, setPicked] = useState<[string | null, string | null]>([from, to]);
  return (
    <DatePicker
      type="range"
      size="sm"
      locale={i18n.language}
      allowSingleDateInRange
      hideOutsideDates
      maxDate={today}
      // Days are alike here; red ones would not be readable inside of a chosen range.
      weekendDays={[]}
      defaultDate={to}
      value={picked}
      onChange={(next) => {
        setPicked(next);
        const [first, last] = next;
        if (isDay(first) && isDay(last)) onPick(first, last);
      }}
      ariaLabels={{
        nextMonth: t("range.next"),
        previousMonth: t("range.previous"),
      }}
    />
  );
}
