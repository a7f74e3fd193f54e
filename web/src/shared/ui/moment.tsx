import { useTranslation } from "react-i18next";
import { formatInstant, formatMoment, relativeTo } from "../lib/time";
import { useBusinessTime, useSecond } from "../live/clock";

interface MomentProps {
  /** An instant of the business clock. */
  at: string;
  timeZone?: string | undefined;
}

/** An instant of business time, relative to now; the exact time is in the hint. */
export function Ago({ at, timeZone }: MomentProps) {
  const { t } = useTranslation();
  const business = useBusinessTime();
  const exact = formatInstant(at, timeZone);
  const relative = business && relativeTo(Date.parse(at), business.now);
  const text = !relative
    ? formatInstant(at, timeZone)
    : relative.when === "now"
      ? t("time.now")
      : t(`time.${relative.when}`, { length: relative.length });
  return (
    <time dateTime={at} title={exact}>
      {text}
    </time>
  );
}

/** An instant of process time (sessions, invitations), relative to the watch of whoever reads it. */
export function WatchAgo({ at }: { at: string }) {
  const { t } = useTranslation();
  const now = useSecond();
  const relative = relativeTo(Date.parse(at), now);
  return (
    <time dateTime={at} title={formatInstant(at)}>
      {relative.when === "now" ? t("time.now") : t(`time.${relative.when}`, { length: relative.length })}
    </time>
  );
}

/** An instant of business time as a wall clock reads it in `timeZone`, with its day unless that is today. */
export function At({ at, timeZone }: MomentProps) {
  const business = useBusinessTime();
  return (
    <time dateTime={at} title={formatInstant(at, timeZone)}>
      {formatMoment(at, business?.now, timeZone)}
    </time>
  );
}
