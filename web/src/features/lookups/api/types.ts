import type { components } from "~/shared/api/schema.gen";

type Schemas = components["schemas"];

export type Lookup = Schemas["Lookup"];
export type LookupDetail = Schemas["LookupDetail"];
export type LookupKind = Schemas["LookupKind"];
export type LookupVersion = Schemas["LookupVersion"];
export type LookupUse = Schemas["LookupUse"];
export type LookupRow = Schemas["LookupRow"];
export type LookupSupplied = Schemas["LookupSupplied"];
