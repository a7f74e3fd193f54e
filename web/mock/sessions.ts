// The people who can sign in at the simulated desk, one of each role.
import type { Session } from "~/shared/api/types";
import { makeId } from "./catalogue";

const manager: Session = {
  user: { id: makeId(), name: "Jonas Weber", email: "manager@northwind.example" },
  organisation: { id: makeId(), name: "Lighthouse Agency" },
  role: "manager",
  permissions: [
    "actions.read",
    "actions.approve",
    "actions.propose",
    "decisions.read",
    "rules.read",
    "campaigns.read",
    "accounts.read",
    "members.read",
    "organisation.stop",
  ],
  expires_at: "2027-01-01T00:00:00Z",
};

const admin: Session = {
  ...manager,
  user: { id: makeId(), name: "Ana Ruiz", email: "admin@northwind.example" },
  role: "admin",
  permissions: [
    ...manager.permissions,
    "actors.read",
    "accounts.write",
    "actors.write",
    "members.write",
    "organisation.write",
    "guards.write",
    "rules.write",
  ],
};

const marketer: Session = {
  ...manager,
  user: { id: makeId(), name: "Mara Lindqvist", email: "marketer@northwind.example" },
  role: "marketer",
  permissions: [
    "actions.read",
    "actions.propose",
    "decisions.read",
    "rules.read",
    "rules.write",
    "campaigns.read",
    "accounts.read",
  ],
};

export const sessions = { admin, manager, marketer };
