import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { BarChart, LineChart } from "echarts/charts";
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { drawingOf } from "./option";
import { coloursOf } from "./palette";
import type { DayChart } from "./series";

use([
  BarChart,
  LineChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  SVGRenderer,
]);

interface DrawingProps {
  label: string;
  chart: DayChart;
  height: number;
  pointed?: string | undefined;
}

/** The drawing itself, in a chunk of its own. It follows its frame's width and the colour scheme. */
export default function Drawing({ label, chart, height, pointed }: DrawingProps) {
  const { t, i18n } = useTranslation();
  const scheme = useComputedColorScheme("light");
  const { ref: measured, width } = useElementSize();
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType>(undefined);
  const still = useMemo(() => matchMedia("(prefers-reduced-motion: reduce)").matches, []);
  const visible = width > 0;

  useEffect(() => {
    if (!visible || !frame.current) return;
    const made = init(frame.current, null, { renderer: "svg" });
    drawn.current = made;
    return () => {
      made.dispose();
      drawn.current = undefined;
    };
  }, [visible]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: scheme and language change what the reader sees, not the data
  useEffect(() => {
    if (!visible || !frame.current || !drawn.current) return;
    const words = {
      before: (name: string) => t("chart.beforeOf", { name }),
      unknown: t("chart.unknown"),
      unsettled: t("chart.unsettled"),
      today: t("chart.today"),
    };
    drawn.current.setOption(drawingOf(chart, coloursOf(frame.current), words, { still, width }), true);
  }, [chart, scheme, i18n.language, visible, width, still]);

  useEffect(() => {
    if (visible) drawn.current?.resize({ width, height });
  }, [visible, width, height]);

  useEffect(() => {
    const at = pointed === undefined ? -1 : chart.days.indexOf(pointed);
    drawn.current?.dispatchAction(
      at >= 0 ? { type: "showTip", seriesIndex: 0, dataIndex: at } : { type: "hideTip" },
    );
  }, [pointed, chart.days]);

  return (
    <div ref={measured} style={{ height, width: "100%" }}>
      <div ref={frame} role="img" aria-label={label} style={{ height, width }} />
    </div>
  );
}
