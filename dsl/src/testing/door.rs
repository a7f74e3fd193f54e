//! The door of a test: the same pure door as the engine's, asked with what the test's accounts hold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::conduct::door::{
    Asked, Asker, Batch, Below, Change, CountedBy, Ground as Guarded, Levels, Mornings, Name, Open, Place,
    PlaceKind, Refusal, Row, RuleAtDoor, Running, Standing, Wanted, counted_by, judge,
};
use crate::conduct::progress::Ended;
use crate::effects::{Effect, ObjectStatus};
use crate::guard::Guard;
use crate::negative::NegativeKeyword;
use crate::registry::{Attribute, Level, Property};
use crate::table::{AttributeColumn, AttributeValue, Moment, Table};
use crate::testing::ground::{Ground, runs};
use crate::testing::history::Account;
use crate::testing::script::Object;
use crate::testing::stage::{Deed, Stage, Stands};
use crate::testing::tick::Wish;

/// What guards are compared with on one account of the test.
struct Facts<'s> {
    rows: Vec<Row<'s>>,
    /// The levels below the campaigns that guards speak of, each over what it stands in.
    standing: BTreeMap<Level, (Account, Vec<Row<'s>>)>,
    below: Below,
    running: Running,
    mornings: Mornings,
    stopped_today: BTreeSet<Name>,
}

impl Stage<'_> {
    /// Asks the door about everything that the rules want of one account at this tick.
    pub(super) fn ask(&mut self, (number, ground): (usize, &Ground), today: Date, wishes: &mut [Wish]) {
        if wishes.is_empty() {
            return;
        }
        let open: Vec<usize> = self
            .deeds
            .iter()
            .enumerate()
            .filter(|(_, deed)| deed.stands.is_open() && ground.objects.contains(&deed.object))
            .map(|(index, _)| index)
            .collect();
        let judged = {
            let rules = self.rules.iter().enumerate().map(|(index, rule)| RuleAtDoor {
                name: rule.name(),
                limits: rule.limits(),
                used: rule
                    .limits()
                    .iter()
                    .map(|limit| {
                        counted_by(limit).map_or_else(BTreeMap::new, |by| self.used(ground, index, by, today))
                    })
                    .collect(),
                scope_spend: self.scope_spend(index, number, today),
                yields_to: rule.yields_to(),
            });
            let asked = wishes.iter().filter_map(|wish| {
                Some(Asked {
                    wanted: self.wanted(wish.object, &wish.effect)?,
                    by: Asker::Rule(wish.rule),
                    object: self.script.objects.get(wish.object)?.name.as_str(),
                    rank: wish.rank,
                    ranks: &wish.ranks,
                    moves: wish.moves,
                    gives_back: wish.gives_back.is_some(),
                    in_move: wish.in_move,
                })
            });
            let standing = open.iter().filter_map(|index| {
                let deed = self.deeds.get(*index)?;
                Some(Open {
                    wanted: self.wanted(deed.object, &deed.effect)?,
                    rule: Some(deed.rule),
                    rule_name: self.rules.get(deed.rule).map(|rule| rule.name()),
                    is_undecided: true,
                    target_name: self.script.objects.get(deed.object)?.name.as_str(),
                    state: "proposed",
                })
            });
            let batch = Batch {
                currency: self.currency(),
                rules: rules.collect(),
                asked: asked.collect(),
                open: standing.collect(),
                spenders: self.spenders(ground),
                held: self.held_there(ground),
            };
            let facts = self.facts(ground, today);
            judge(&batch, self.guarded(ground, &facts).as_ref())
        };
        for (wish, refusal) in wishes.iter_mut().zip(judged.refusals) {
            wish.refusal = refusal;
        }
        for (place, smaller) in judged.smaller {
            if let Some(wish) = wishes.get_mut(place)
                && let Effect::SetAmount { from, to, .. } = &mut wish.effect
            {
                *to = smaller;
                wish.moves = Some(smaller.saturating_sub(*from));
            }
        }
        for at in judged.superseded.values().flatten() {
            let Some(index) = open.get(*at).copied() else {
                continue;
            };
            if let Some(deed) = self.deeds.get_mut(index) {
                deed.stands = Stands::Superseded;
            }
            self.ended(index, Ended::Open);
        }
    }

    /// What a guard says against an action that is about to be carried out.
    pub(super) fn standing_objection(&self, deed: &Deed) -> Option<Refusal> {
        let ground = self
            .grounds
            .iter()
            .find(|ground| ground.objects.contains(&deed.object))?;
        let today = self.now.to_zoned(ground.account.zone.clone()).date();
        let facts = self.facts(ground, today);
        let wanted = self.wanted(deed.object, &deed.effect)?;
        self.guarded(ground, &facts)?.objection(wanted, &[])
    }

    fn guarded<'s>(&'s self, ground: &'s Ground, facts: &'s Facts<'s>) -> Option<Guarded<'s>> {
        let guards = ground.guards(self.guards);
        if guards.is_empty() {
            return None;
        }
        let moment = Moment {
            at: self.now,
            data_until: Some(self.now),
        };
        let campaigns = Standing::new(ground.campaigns(), facts.rows.clone());
        let below = facts.standing.iter();
        let below = below.map(|(level, (table, rows))| (*level, Standing::new(table, rows.clone())));
        Some(Guarded::new(
            guards,
            moment,
            Levels {
                known: below.chain([(Level::Campaigns, campaigns)]).collect(),
                unread: BTreeSet::new(),
                below: &facts.below,
            },
            self.currency(),
            Some(&facts.running),
            (&facts.mornings, &facts.stopped_today),
        ))
    }

    fn wanted<'s>(&'s self, object: usize, effect: &'s Effect) -> Option<Wanted<'s>> {
        let own = self.script.objects.get(object)?;
        let above = self.above(own);
        Some(match effect {
            Effect::SetStatus { to } => Wanted {
                place: place_of(own, Property::Status),
                above,
                change: Change::Status {
                    from: match to {
                        ObjectStatus::Active => ObjectStatus::Paused,
                        ObjectStatus::Paused => ObjectStatus::Active,
                    },
                    to: *to,
                },
            },
            Effect::SetAmount {
                property, from, to, ..
            } => Wanted {
                place: place_of(own, *property),
                above,
                change: Change::Amount {
                    property: *property,
                    from: *from,
                    to: *to,
                },
            },
            Effect::AddNegative { keyword } => Wanted {
                place: Place {
                    kind: PlaceKind::Below("negative_keyword"),
                    id: keyword.key(),
                    label: None,
                },
                above,
                change: Change::Negative { is_there: true },
            },
            Effect::SetLabel { label, is_there } => Wanted {
                place: Place {
                    label: Some(label),
                    ..place_of(own, Property::Label)
                },
                above,
                change: Change::Label { is_there: *is_there },
            },
            Effect::Notify { .. } | Effect::None { .. } => return None,
        })
    }

    /// The search terms of the same ad group that a negative keyword keeps from showing ads.
    pub(super) fn blocked_by(&self, object: usize, keyword: &NegativeKeyword) -> Vec<usize> {
        let objects = &self.script.objects;
        let Some(own) = objects.get(object) else {
            return Vec::new();
        };
        let beside = |other: &&Object| other.level == own.level && other.parent == own.parent;
        let all = objects.iter().enumerate();
        all.filter(|(_, other)| beside(other) && keyword.blocks(&other.name))
            .map(|(index, _)| index)
            .collect()
    }

    fn parent<'s>(&'s self, own: &Object) -> Option<&'s Object> {
        own.parent.and_then(|parent| self.script.objects.get(parent))
    }

    /// What an object stands in, the nearest first.
    fn above<'s>(&'s self, own: &Object) -> [Option<Place<'s>>; 2] {
        let parent = self.parent(own);
        let beyond = parent.and_then(|parent| self.parent(parent));
        [parent, beyond].map(|object| object.map(|object| place_of(object, Property::Status)))
    }

    /// The campaign that an object stands under; `None` for a campaign.
    fn campaign_over<'s>(&'s self, own: &'s Object) -> Option<&'s str> {
        let mut object = own;
        while let Some(above) = self.parent(object) {
            object = above;
        }
        (object.level != own.level).then_some(object.name.as_str())
    }

    /// The campaigns that spend from each budget.
    fn spenders(&self, ground: &Ground) -> BTreeMap<String, Vec<String>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for object in ground
            .campaign_objects()
            .into_iter()
            .filter_map(|index| self.script.objects.get(index))
        {
            found
                .entry(budget_of(object).to_owned())
                .or_default()
                .push(object.name.clone());
        }
        found
    }

    fn facts<'s>(&'s self, ground: &'s Ground, today: Date) -> Facts<'s> {
        let mut running = Running::default();
        let mut rows = Vec::new();
        let mut below = Below::default();
        for (level, table, objects) in ground.levels_below(self.level()) {
            // What cannot be switched neither runs nor stops.
            if level.info().writes(Property::Status).is_empty() {
                continue;
            }
            for (row, index) in objects.iter().enumerate() {
                let Some(object) = self.script.objects.get(*index) else {
                    continue;
                };
                let Some(campaign) = self.campaign_over(object) else {
                    continue;
                };
                let parent = self
                    .parent(object)
                    .filter(|parent| parent.level != Level::Campaigns);
                let within = parent.map(|parent| (parent.level.key(), parent.name.as_str()));
                below.put(campaign, within, (level.key(), &object.name), runs(table, row));
            }
        }
        for (row, index) in ground.campaign_objects().into_iter().enumerate() {
            let Some(object) = self.script.objects.get(index) else {
                continue;
            };
            let runs = runs(ground.campaigns(), row);
            let amount = amount(ground.campaigns(), row, Property::Budget);
            let budget = amount.map(|_| budget_of(object));
            below.put_campaign(&object.name, runs);
            rows.push(Row {
                id: &object.name,
                name: &object.name,
                above: [None; 2],
                budget,
                runs,
            });
            running
                .campaigns
                .insert(object.name.clone(), (runs, budget.map(str::to_owned)));
            if let (Some(budget), Some(amount)) = (budget, amount) {
                let (_, count) = running.budgets.entry(budget.to_owned()).or_insert((amount, 0));
                *count = count.saturating_add(i64::from(runs));
            }
        }
        let paused_today = self.deeds.iter().filter(|deed| {
            let pauses = deed.effect
                == Effect::SetStatus {
                    to: ObjectStatus::Paused,
                };
            pauses
                && deed.stands == Stands::Applied
                && deed.day == today
                && ground.objects.contains(&deed.object)
        });
        let names = paused_today.filter_map(|deed| self.script.objects.get(deed.object));
        let names = names.map(|object| (object.level.key().to_owned(), object.name.clone()));
        let stopped_today = below.stopped_by(&names.collect());
        let mornings = ground
            .objects
            .iter()
            .enumerate()
            .flat_map(|(row, index)| {
                let object = self.script.objects.get(*index);
                let own = object.zip(ground.account.campaigns.get(row));
                Property::AMOUNTS.iter().filter_map(move |property| {
                    let (object, facts) = own?;
                    let place = place_of(object, *property);
                    let amount = facts.at_day_start(*property).ok()?;
                    Some(((place.kind, place.id.to_owned(), *property), amount))
                })
            })
            .collect();
        Facts {
            rows,
            standing: self.standing(ground),
            below,
            running,
            mornings,
            stopped_today,
        }
    }

    /// What the rules are about.
    fn level(&self) -> Level {
        self.rules
            .first()
            .map_or(Level::Campaigns, |rule| rule.scope().level)
    }

    /// The levels below the campaigns that guards speak of.
    fn standing<'s>(&'s self, ground: &'s Ground) -> BTreeMap<Level, (Account, Vec<Row<'s>>)> {
        let spoken_of: BTreeSet<Level> = self.guards.iter().flat_map(Guard::levels).collect();
        let mut found: BTreeMap<Level, (Account, Vec<Row<'s>>)> = BTreeMap::new();
        if spoken_of.iter().all(|level| *level == Level::Campaigns) {
            return found;
        }
        for (level, table, objects) in ground.levels_below(self.level()) {
            let mut table = table.clone();
            if table.above.is_none() {
                let parent = level.parent().and_then(|parent| found.get(&parent));
                let above = parent.map_or_else(|| ground.campaigns().clone(), |(above, _)| above.clone());
                table.above = Some(Box::new(above));
            }
            let objects = objects
                .iter()
                .filter_map(|index| self.script.objects.get(*index))
                .enumerate();
            let rows = objects.map(|(row, object)| Row {
                id: &object.name,
                name: &object.name,
                above: self.above(object),
                budget: None,
                runs: runs(&table, row),
            });
            let rows = rows.collect();
            found.insert(level, (table, rows));
        }
        found
    }

    /// What is used up of one count of a rule.
    fn used(&self, ground: &Ground, rule: usize, by: CountedBy, today: Date) -> BTreeMap<String, i64> {
        let mut used: BTreeMap<String, i64> = BTreeMap::new();
        let total_day = self.total_day(ground, rule);
        let own = self
            .deeds
            .iter()
            .filter(|deed| deed.rule == rule && deed.gives_back.is_none() && deed.stands.counts());
        for deed in own {
            let here = ground.objects.contains(&deed.object) && deed.day == today;
            let (counts, key, amount) = match by {
                CountedBy::Spend => (here, "", deed.moves.map_or(0, i64::saturating_abs)),
                CountedBy::Account => (here, "", 1),
                CountedBy::Object => {
                    let object = self.script.objects.get(deed.object);
                    (here, object.map_or("", |object| object.name.as_str()), 1)
                }
                CountedBy::Everywhere => (deed.total_day == total_day, "", 1),
            };
            if counts {
                let sum = used.entry(key.to_owned()).or_default();
                *sum = sum.saturating_add(amount);
            }
        }
        used
    }

    /// The day of a rule's limit in total.
    pub(super) fn total_day(&self, ground: &Ground, rule: usize) -> Date {
        let account = &ground.account.zone;
        let zone = self
            .rules
            .get(rule)
            .map_or(account, |rule| rule.schedule().zone_in(account));
        self.now.to_zoned(zone.clone()).date()
    }
}

/// The budget a campaign spends from: the one it shares, or its own.
fn budget_of(object: &Object) -> &str {
    object.shares.as_deref().unwrap_or(&object.name)
}

pub(super) fn amount(account: &Account, row: usize, property: Property) -> Option<i64> {
    attribute(account, row, property.attribute())?.integer()
}

pub(super) fn attribute(account: &Account, row: usize, attribute: Attribute) -> Option<AttributeValue> {
    let mut column = AttributeColumn::default();
    account.attribute(attribute, row..row.saturating_add(1), &mut column);
    column.cells().first()?.clone().ok()
}

/// What the object's property is written on.
pub(super) fn place_of(object: &Object, property: Property) -> Place<'_> {
    let (kind, id) = match (property, object.level) {
        (Property::Budget, _) => (PlaceKind::Budget, budget_of(object)),
        (_, Level::Campaigns) => (PlaceKind::Campaign, object.name.as_str()),
        (_, level) => (PlaceKind::Below(level.key()), object.name.as_str()),
    };
    Place {
        kind,
        id,
        label: None,
    }
}
