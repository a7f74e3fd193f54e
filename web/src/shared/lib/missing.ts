import type { Missing } from "../api/types";
import { said } from "../i18n";

/** Why a value is not known. */
export const missingWords = ({ reason, detail }: Missing) => said(`reasons.missing.${reason}`, detail);
