import { useTranslation } from "react-i18next";
import { formatDay } from "../../lib/time";
import type { DayChart } from "./series";
import { marksByDay } from "./series";
import styles from "./time-series.module.css";

/** A chart's numbers as rows, a day each, latest first. */
export function SeriesTable({ label, chart }: { label: string; chart: DayChart }) {
  const { t } = useTranslation();
  const { days, series, marks = [], turn } = chart;
  const marked = marksByDay(days, marks);
  const noted = marked.size > 0 || turn !== undefined;
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t("chart.day")}</th>
          {series.map(({ id, name, before }) => [
            <th key={id} scope="col" data-align="end">
              {name}
            </th>,
            before && (
              <th key={`${id} before`} scope="col" data-align="end">
                {t("chart.beforeOf", { name })}
              </th>
            ),
          ])}
          {noted && <th scope="col">{t("chart.changes")}</th>}
        </tr>
      </thead>
      <tbody>
        {days
          .map((day, at) => (
            <tr key={day}>
              <th scope="row">{formatDay(day)}</th>
              {series.map(({ id, values, before, format }) => {
                const [value, earlier] = [values[at], before?.[at]];
                return [
                  <td key={id} data-align="end">
                    {value == null ? t("chart.unknown") : format(value)}
                  </td>,
                  before && (
                    <td key={`${id} before`} data-align="end">
                      {earlier == null ? t("chart.unknown") : format(earlier)}
                    </td>
                  ),
                ];
              })}
              {noted && (
                <td className={styles.changes}>
                  {day === turn?.day && <b>{turn.label}</b>}
                  {marked.get(day)?.map(({ id, text }) => (
                    <bdi key={id}>{text}</bdi>
                  ))}
                </td>
              )}
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  );
}
