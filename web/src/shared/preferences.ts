import { create } from "zustand";
import { persist } from "zustand/middleware";

export type Density = "comfortable" | "compact";

interface Preferences {
  /** Single letters act on the current item (WCAG 2.1.4 asks that they can be switched off). */
  singleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
  /** How close rows and controls stand. */
  density: Density;
  setDensity: (density: Density) => void;
}

/** What one person prefers in one browser; nothing here is needed by the server. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      singleKeys: true,
      setSingleKeys: (singleKeys) => set({ singleKeys }),
      density: "comfortable",
      setDensity: (density) => set({ density }),
    }),
    { name: "adjutant-preferences", version: 1 },
  ),
);
