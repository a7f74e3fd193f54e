import { describe, expect, it } from "vitest";
import { Desk } from "#mock/desk";
import { countArrivals, learn, nothingKnown } from "~/features/actions/model/arrivals";
import { latest, stillWaits, useDecided } from "~/features/actions/model/decided";
import { effectOf } from "~/features/actions/model/effect";
import { stateLooks, statesOf, tabs } from "~/features/actions/model/states";
import { forestOf, isUnwell, visibleRows } from "~/features/supervision/model/forest";
import { keyCaps } from "~/shared/commands";
import { speak } from "~/shared/i18n";

const desk = new Desk();
const waiting = desk.changes.list(["awaiting_approval"], null, null);
const some = (index: number) => {
  const action = waiting[index];
  if (!action) throw new Error("the fixture holds too few actions");
  return action;
};

describe("states", () => {
  it("puts every state on exactly one tab", () => {
    const placed = tabs.flatMap(statesOf);
    expect(placed.toSorted()).toEqual(Object.keys(stateLooks).toSorted());
  });
});

describe("what was just decided", () => {
  it("hides a change while it is sent, and shows it again when refused", () => {
    const action = some(0);
    const { record } = useDecided.getState();
    record(action.id, { verb: "approve", phase: "sending", seen: action, version: action.version });
    const entry = () => useDecided.getState().byId.get(action.id);
    expect(stillWaits(action, entry())).toBe(false);
    record(action.id, { verb: "approve", phase: "refused", seen: action, version: action.version });
    expect(stillWaits(action, entry())).toBe(true);
    expect(latest(useDecided.getState().byId, 5)).toEqual([]);
  });

  it("is not brought back by a list that was read before the server answered", () => {
    const action = some(1);
    const { record } = useDecided.getState();
    record(action.id, { verb: "approve", phase: "recorded", seen: action, version: action.version + 1 });
    const entry = useDecided.getState().byId.get(action.id);
    expect(stillWaits(action, entry)).toBe(false);
    expect(stillWaits({ ...action, version: action.version + 2 }, entry)).toBe(true);
  });

  it("keeps the order of deciding when answers come in another order", () => {
    const { record } = useDecided.getState();
    for (const [index, phase] of [
      [0, "sending"],
      [1, "sending"],
      [1, "recorded"],
      [0, "recorded"],
    ] as const) {
      record(some(index).id, { verb: "approve", phase, seen: some(index), version: 3 });
    }
    expect(latest(useDecided.getState().byId, 5).map(([id]) => id)).toEqual([some(1).id, some(0).id]);
  });
});

describe("the effect of several changes", () => {
  it("counts the campaigns of a shared budget once", () => {
    const shared = waiting.find(({ target }) => target.shared_by > 1);
    if (!shared) throw new Error("the fixture holds no shared budget");
    expect(effectOf([shared, shared]).campaigns).toBe(shared.target.shared_by);
    expect(effectOf([some(0), some(1)]).kinds.pause).toBe(2);
  });
});

describe("the supervision tree", () => {
  const { tree } = desk.supervision.tree();
  const forest = forestOf(tree);

  it("keeps every actor and puts trouble first", () => {
    const all = visibleRows(
      forest,
      () => true,
      () => true,
    );
    expect(all).toHaveLength(tree.length);
    const shard = all.find(({ actor }) => actor.kind === "shard");
    expect(shard?.children[0]?.actor.state).toBe("quarantined");
  });

  it("counts what is not healthy below a closed branch", () => {
    expect(forest[0]?.unwellBelow).toBe(tree.filter(isUnwell).length);
  });

  it("shows the way to trouble and nothing else when asked for it", () => {
    const rows = visibleRows(
      forest,
      () => true,
      (branch) => branch.unwellBelow > 0 || isUnwell(branch.actor),
    );
    expect(rows.filter(({ actor }) => isUnwell(actor))).toHaveLength(tree.filter(isUnwell).length);
    expect(rows.every((branch) => branch.unwellBelow > 0 || isUnwell(branch.actor))).toBe(true);
  });

  it("puts an actor whose supervisor is not in the answer at the root", () => {
    const [only] = forestOf(tree.filter(({ kind }) => kind === "writer"));
    expect(only?.depth).toBe(0);
  });
});

describe("keys", () => {
  it("are written as people know them", () => {
    expect(keyCaps("Shift+J")).toEqual(["⇧", "J"]);
    expect(keyCaps("Mod+K")).toEqual(["Ctrl", "K"]);
    expect(keyCaps("a")).toEqual(["A"]);
  });

  it("have the names that stand on the keyboards of the language", async () => {
    await speak("de");
    expect(keyCaps("Mod+K")).toEqual(["Strg", "K"]);
    await speak("en");
  });
});

describe("what arrived in a list that is read page by page", () => {
  const known = (ids: string[], whole: boolean) => learn(nothingKnown, ids, whole);

  it.each([
    ["the next page", known(["a", "b"], false), ["a", "b", "c", "d"], 0],
    ["what moved up when another was decided", known(["a", "b"], false), ["b", "c"], 0],
    ["one above what is known", known(["a", "b"], false), ["n", "a", "b", "c"], 1],
    ["one at the end of a whole list", known(["a", "b"], true), ["a", "b", "n"], 1],
    ["the first ones of an empty list", known([], true), ["n", "m"], 2],
    ["one that comes back", learn(known(["a", "b"], true), ["b"], true), ["a", "b"], 0],
    ["everything known was decided, and the page was filled from below", known(["a"], false), ["c", "d"], 0],
  ])("%s", (_, before, ids, count) => {
    expect(countArrivals(before, ids)).toBe(count);
  });
});
