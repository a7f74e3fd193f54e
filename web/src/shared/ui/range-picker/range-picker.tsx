import { Button, Popover, Skeleton, Switch, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  addDays,
  type DayRange,
  DEFAULT_PRESET,
  type Preset,
  presets,
  type RangeSearch,
  resolveRange,
} from "../../lib/day-range";
import { formatSpan } from "../../lib/time";
import { IconCalendar, IconCheck, IconChevronDown } from "../icons";
import styles from "./range-picker.module.css";

const Calendar = lazy(() => import("./calendar"));

interface FrameProps {
  /** The days in force; undefined for all. */
  shown: { named: string; from: string; to: string; preset: Preset | undefined } | undefined;
  placeholder?: string;
  today: string;
  onPreset: (preset: Preset) => void;
  onSpan: (from: string, to: string) => void;
  comparing?: { on: boolean; onChange: (on: boolean) => void };
}

function Frame({ shown, placeholder, today, onPreset, onSpan, comparing }: FrameProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const span = shown && formatSpan(shown.from, shown.to);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" radius="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={styles.button ?? ""}
          leftSection={<IconCalendar size={16} stroke={1.9} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}
          aria-expanded={opened}
          onClick={() => setOpened((open) => !open)}
        >
          <VisuallyHidden component="span">{`${t("range.label")}: `}</VisuallyHidden>
          {shown ? (
            <>
              <span className={styles.named}>{shown.named}</span>
              <span className={styles.span}>{span}</span>
            </>
          ) : (
            placeholder
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.drop ?? ""} aria-label={t("range.label")}>
        <div className={styles.choices}>
          <ul className={styles.presets}>
            {presets.map((preset) => (
              <li key={preset}>
                <button
                  type="button"
                  className={styles.preset}
                  aria-pressed={shown?.preset === preset}
                  onClick={() => {
                    onPreset(preset);
                    setOpened(false);
                  }}
                >
                  <IconCheck size={14} stroke={2.2} aria-hidden className={styles.tick} />
                  {t(`range.preset.${preset}`)}
                </button>
              </li>
            ))}
          </ul>
          <div className={styles.calendar}>
            <Suspense fallback={<Skeleton height={276} width={260} radius="md" />}>
              <Calendar
                from={shown?.from ?? addDays(today, -6)}
                to={shown?.to ?? today}
                today={today}
                onPick={(from, to) => {
                  onSpan(from, to);
                  setOpened(false);
                }}
              />
            </Suspense>
          </div>
        </div>
        {comparing && (
          <div className={styles.foot}>
            <Switch
              size="sm"
              label={t("range.compare")}
              checked={comparing.on}
              onChange={(event) => comparing.onChange(event.currentTarget.checked)}
            />
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

interface RangePickerProps {
  range: DayRange;
  today: string;
  onChange: (search: RangeSearch) => void;
}

/** Which days a page is about, and whether they are compared with those before. The address keeps the answer. */
export function RangePicker({ range, today, onChange }: RangePickerProps) {
  const { t } = useTranslation();
  const compare = range.compare === "none" ? "none" : undefined;
  const days = (preset: Preset | undefined): RangeSearch =>
    preset === undefined
      ? { range: undefined, from: range.from, to: range.to }
      : { range: preset === DEFAULT_PRESET ? undefined : preset, from: undefined, to: undefined };
  return (
    <Frame
      shown={{
        ...range,
        named: range.preset === undefined ? t("range.custom") : t(`range.preset.${range.preset}`),
      }}
      today={today}
      onPreset={(preset) => onChange({ ...days(preset), compare })}
      onSpan={(from, to) => onChange({ range: undefined, from, to, compare })}
      comparing={{
        on: range.compare === "previous",
        onChange: (on) => onChange({ ...days(range.preset), compare: on ? undefined : "none" }),
      }}
    />
  );
}

interface SpanPickerProps {
  span: { from: string; to: string } | undefined;
  /** What the button says while every day is shown. */
  placeholder: string;
  today: string;
  onChange: (from: string, to: string) => void;
}

/** The days that a list is narrowed to. */
export function SpanPicker({ span, placeholder, today, onChange }: SpanPickerProps) {
  const { t } = useTranslation();
  return (
    <Frame
      shown={span && { ...span, named: t("range.custom"), preset: undefined }}
      placeholder={placeholder}
      today={today}
      onPreset={(range) => {
        const { from } = resolveRange({ range, compare: "none" }, today);
        // What happened today belongs to a list, although its numbers would not belong to a sum.
        onChange(from, today);
      }}
      onSpan={onChange}
    />
  );
}
