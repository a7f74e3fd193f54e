import type { components } from "~/shared/api/schema.gen";

type Schemas = components["schemas"];

export type Rate = Schemas["Rate"];
export type RateVersion = Schemas["RateVersion"];
export type RateRow = Schemas["RateRow"];
