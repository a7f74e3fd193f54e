import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  mergeThemeOverrides,
  type VariantColorsResolver,
} from "@mantine/core";
import type { Density } from "~/shared/preferences";

// OKLCH scales of equal lightness steps (hues 272, 264, 264 and 25), written out as sRGB.
const brand: MantineColorsTuple = [
  "#f3f5fe",
  "#e2e9fe",
  "#c8d4fe",
  "#a5b8fd",
  "#839af8",
  "#647beb",
  "#4a5dd2",
  "#3e4eba",
  "#313f97",
  "#242f6e",
];
const gray: MantineColorsTuple = [
  "#f7f8fa",
  "#eff1f4",
  "#e4e6ea",
  "#d6d9df",
  "#c1c4cb",
  "#9498a1",
  "#6d727b",
  "#4e535c",
  "#32353d",
  "#181b20",
];
const dark: MantineColorsTuple = [
  "#e7e9ee",
  "#babec4",
  "#9da2ab",
  "#7b808a",
  "#494d55",
  "#33373e",
  "#22252c",
  "#16191e",
  "#0f1116",
  "#090b0f",
];

const red: MantineColorsTuple = [
  "#fef3f2",
  "#fde2df",
  "#fbc7c2",
  "#f6a39c",
  "#ec7b74",
  "#dd5652",
  "#bf3a39",
  "#ae2d2f",
  "#8d2425",
  "#681b1b",
];

/** Stock light and subtle variants of the brand fail AA in one of the two schemes; these hold it in both. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const stock = defaultVariantColorsResolver(input);
  const color = input.color ?? input.theme.primaryColor;
  if (color !== "brand") return stock;
  if (input.variant === "light") {
    return {
      ...stock,
      color: "var(--adj-brand-text)",
      background: "var(--adj-brand-soft)",
      hover: "var(--adj-brand-soft-hover)",
    };
  }
  if (input.variant === "subtle" || input.variant === "transparent") {
    return { ...stock, color: "var(--adj-brand-text)", hover: "var(--adj-brand-soft)" };
  }
  return stock;
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": gray[9],
    "--mantine-color-dimmed": "#5a606b",
    "--mantine-color-placeholder": "#666c77",
    "--mantine-color-error": "#b3312f",
    "--mantine-color-anchor": brand[7],
    "--mantine-color-default-border": gray[3],
  },
  dark: {
    "--mantine-color-body": dark[7],
    "--mantine-color-text": dark[0],
    "--mantine-color-dimmed": "#a0a6b1",
    "--mantine-color-placeholder": "#989eaa",
    "--mantine-color-error": "#ffa098",
    "--mantine-color-anchor": brand[3],
    "--mantine-color-default-border": dark[5],
  },
});

const base = createTheme({
  primaryColor: "brand",
  primaryShade: { light: 7, dark: 6 },
  colors: { brand, gray, dark, red },
  black: gray[9],
  autoContrast: true,
  luminanceThreshold: 0.179,
  variantColorResolver,
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: "620", fontFamily: '"Inter Variable", system-ui, sans-serif' },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.35" },
  radius: { xs: "0.25rem", sm: "0.375rem", md: "0.5rem", lg: "0.75rem", xl: "1rem" },
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    // A compact button is smaller in everything: Mantine's has the type of the next larger one.
    Button: Button.extend({
      vars: (_theme, { size }) => ({
        root: size === "compact-md" ? { "--button-fz": "var(--mantine-font-size-sm)" } : {},
      }),
    }),
    Tooltip: {
      defaultProps: {
        openDelay: 350,
        withArrow: false,
        multiline: true,
        maw: 340,
        events: { hover: true, focus: true, touch: false },
      },
    },
    Menu: { defaultProps: { shadow: "md", radius: "md" } },
    Modal: { defaultProps: { radius: "lg", centered: true } },
  },
});

/** Controls by density: a compact desk has more on the page, in the same type. */
const sized = (size: "sm" | "md", button: "xs" | "sm") =>
  createTheme({
    components: {
      Button: { defaultProps: { size: button } },
      ...Object.fromEntries(
        ["TextInput", "PasswordInput", "Textarea", "Select", "MultiSelect", "NumberInput"].map((control) => [
          control,
          { defaultProps: { size } },
        ]),
      ),
    },
  });

export const themes: Record<Density, MantineThemeOverride> = {
  comfortable: mergeThemeOverrides(base, sized("md", "sm")),
  compact: mergeThemeOverrides(base, sized("sm", "xs")),
};
