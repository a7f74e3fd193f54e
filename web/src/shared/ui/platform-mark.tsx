import { useTranslation } from "react-i18next";
import type { Platform } from "../api/types";
import { IconBrandAmazon, IconBrandGoogle, IconBrandMeta, IconBrandTiktok } from "./icons";
import styles from "./platform-mark.module.css";

const icons = {
  google: IconBrandGoogle,
  meta: IconBrandMeta,
  tiktok: IconBrandTiktok,
  amazon: IconBrandAmazon,
};

/** Which ad platform something lives on. */
export function PlatformMark({ platform, size = 16 }: { platform: Platform; size?: number }) {
  const { t } = useTranslation();
  const PlatformIcon = icons[platform];
  return (
    <span
      className={styles.mark}
      role="img"
      aria-label={t(`platform.${platform}`)}
      title={t(`platform.${platform}`)}
    >
      <PlatformIcon size={size} stroke={1.9} aria-hidden />
    </span>
  );
}
