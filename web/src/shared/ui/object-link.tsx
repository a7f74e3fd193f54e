import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ObjectBelow } from "~/shared/api/types";
import { objectName } from "../lib/about";
import { Name } from "./name";
import styles from "./object-link.module.css";

interface ObjectLinkProps {
  campaign: { id: string };
  object: ObjectBelow;
  /** Says what it is before its name, where nothing around it does. */
  leveled?: boolean;
}

/** The way to what stands below a campaign: an ad group, a keyword. */
export function ObjectLink({ campaign, object, leveled = false }: ObjectLinkProps) {
  const { t } = useTranslation();
  return (
    <Link
      to="/campaigns/$campaignId/objects/$objectId"
      params={{ campaignId: campaign.id, objectId: object.id }}
      className={styles.link}
    >
      {leveled && `${t(`objects.level.${object.level}`)} `}
      <Name text={objectName(object)} />
    </Link>
  );
}
