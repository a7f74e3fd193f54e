export interface Organisation {
  id: string;
  name: string;
  stopped: { at: string; by: string; reason: string } | null;
  brands: number;
  accounts: number;
}
