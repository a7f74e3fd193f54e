// A simulated desk behind the API's contract: it keeps state, checks versions, moves what was approved to applied
// and tells its listeners. It stands in for the server in component tests and while the pages are developed.
import type { ActionDetail, Campaign, Session } from "~/shared/api/types";
import { campaigns, iso, START } from "./catalogue";
import { Changes } from "./changes";
import { Connections } from "./connections";
import { fill, grow } from "./first-day";
import { Lookups } from "./lookups";
import { People } from "./people";
import { Rates } from "./rates";
import { Rules } from "./rules";
import { sessions } from "./sessions";
import { Supervision } from "./supervision";

type Hint = { topic: string; ref: string | null; version: number | null };

export interface DeskOptions {
  /** How much faster than the watch business time runs. */
  speed?: number;
  /** Milliseconds between the steps of an approved change. */
  pace?: number;
  signedIn?: boolean;
  role?: Session["role"];
  setupOpen?: boolean;
  /** As many campaigns in all, for the pages that have to bear a thousand. */
  campaigns?: number;
  /** As many waiting changes in all. */
  waiting?: number;
  /** Names that try to break a page: markup, other reading directions, five hundred letters, formulas. */
  hostile?: boolean;
  /** An organisation on its first day: nothing is connected. */
  fresh?: boolean;
}

export class Desk {
  password = "harbour-lantern-42";
  session: Session | null;
  setupOpen: boolean;
  locale: "en" | "de" | null = null;
  readonly listeners = new Set<(hint: Hint) => void>();
  readonly changes: Changes;
  readonly connections = new Connections();
  readonly lookups = new Lookups();
  readonly rates = new Rates();
  readonly people = new People();
  readonly supervision = new Supervision(this);
  readonly rules = new Rules();
  readonly campaigns: Campaign[] = [];
  readonly fresh: boolean;
  readonly #speed: number;
  readonly #began = Date.now();

  constructor({
    speed = 60,
    pace = 1_400,
    signedIn = true,
    role = "manager",
    setupOpen = false,
    fresh = false,
    ...size
  }: DeskOptions = {}) {
    this.#speed = speed;
    this.changes = new Changes(this, pace);
    this.session = signedIn ? structuredClone(sessions[role]) : null;
    this.setupOpen = setupOpen;
    this.fresh = fresh;
    if (fresh) return;
    this.campaigns.push(...structuredClone(Object.values(campaigns)));
    fill(this);
    grow(this, size);
  }

  now(): number {
    return START + (Date.now() - this.#began) * this.#speed;
  }

  clock() {
    return {
      business_now: iso(this.now()),
      process_now: new Date().toISOString(),
      speed: this.#speed,
      source: "sandbox" as const,
      stalled: false,
    };
  }

  profile() {
    const { user, role, organisation } = this.session ?? sessions.manager;
    return {
      ...user,
      role,
      organisation: organisation.name,
      locale: this.locale,
      created_at: "2026-01-12T09:00:00Z",
      version: 1,
    };
  }

  signIn(email: string, password: string): Session | null {
    const found = Object.values(sessions).find(({ user }) => user.email === email);
    if (!found || password !== this.password) return null;
    this.session = structuredClone(found);
    return this.session;
  }

  campaign(id: string | undefined): Campaign {
    const found = this.campaigns.find((campaign) => campaign.id === id);
    if (!found) throw new Error(`no campaign ${id}`);
    return found;
  }

  /** A topic of the event stream has news. */
  tell(topic: string, action?: ActionDetail): void {
    for (const listen of this.listeners)
      listen({ topic, ref: action?.id ?? null, version: action?.version ?? null });
  }
}
