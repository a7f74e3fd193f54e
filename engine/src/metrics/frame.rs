//! Frames: the cells one sync changed. And blocks: one day's buckets of every object, its hours or the day as a whole.
//!
//! Both hold the base metrics of every object, and beyond them a lane for each metric that the answer reported: only the objects that
//! have some of it. Where nothing further was reported, nothing of it is written: version 1 is the base metrics alone, version 2 names
//! its lanes by the metrics' words, so that a metric more needs no version more.

use std::collections::{BTreeMap, BTreeSet};

use dsl::Metric;
use uuid::Uuid;

use super::codec::{Reader, Writer};
use crate::{
    connections::platform::{BaseCells, Grain},
    store::StoreError,
};

/// The base metrics alone.
const BASE_VERSION: u8 = 1;
/// The same, and lanes beyond them.
const FURTHER_VERSION: u8 = 2;

fn version_of(no_lanes: bool) -> u8 {
    if no_lanes { BASE_VERSION } else { FURTHER_VERSION }
}

/// How many base metrics there are, in the order of [`lanes`].
pub const METRICS: usize = 5;

/// What a cell holds: all base metrics, or one further metric.
pub trait Values: Copy + Default + PartialEq {
    const COUNT: usize;

    fn value(&self, place: usize) -> i64;

    fn set(&mut self, place: usize, value: i64);
}

impl Values for BaseCells {
    const COUNT: usize = METRICS;

    fn value(&self, place: usize) -> i64 {
        lanes(*self).get(place).copied().unwrap_or(0)
    }

    fn set(&mut self, place: usize, value: i64) {
        let mut values = lanes(*self);
        if let Some(own) = values.get_mut(place) {
            *own = value;
        }
        *self = from_lanes(values);
    }
}

impl Values for i64 {
    const COUNT: usize = 1;

    fn value(&self, _: usize) -> i64 {
        *self
    }

    fn set(&mut self, _: usize, value: i64) {
        *self = value;
    }
}

/// The base metrics as lanes, in the order used by every packed form.
pub fn lanes(cells: BaseCells) -> [i64; METRICS] {
    [
        cells.impressions,
        cells.clicks,
        cells.spend,
        cells.conversions,
        cells.revenue,
    ]
}

/// The inverse of [`lanes`].
pub fn from_lanes(lanes: [i64; METRICS]) -> BaseCells {
    let [impressions, clicks, spend, conversions, revenue] = lanes;
    BaseCells {
        impressions,
        clicks,
        spend,
        conversions,
        revenue,
    }
}

/// One changed cell: an object's base metrics, or one further metric, in one bucket, as they are since this sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<V = BaseCells> {
    pub object: Uuid,
    pub day: i64,
    /// Elapsed-hour bucket; `None` at day grain.
    pub hour: Option<u8>,
    pub cells: V,
}

/// What one sync changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    pub cells: Vec<Cell>,
    /// Every metric beyond the base ones that the sync reported, with the cells of it that changed: of a metric that is not there,
    /// nothing is known of the sync's days any more.
    pub further: BTreeMap<(Grain, Metric), Vec<Cell<i64>>>,
}

impl Frame {
    /// How many cells changed.
    pub fn count(&self) -> usize {
        let further = self.further.values().map(Vec::len);
        further.fold(self.cells.len(), usize::saturating_add)
    }

    /// Packs the frame, cells of one object together so that neighbours resemble each other.
    pub fn pack(&self) -> Result<Vec<u8>, StoreError> {
        let mut writer = Writer::new(version_of(self.further.is_empty()));
        write_cells(&mut writer, &self.cells);
        if !self.further.is_empty() {
            writer.count(self.further.len());
            for ((grain, metric), cells) in &self.further {
                writer.text(metric.as_str());
                writer.text(grain.as_str());
                write_cells(&mut writer, cells);
            }
        }
        writer.pack()
    }

    pub fn unpack(packed: &[u8]) -> Result<Self, StoreError> {
        let mut reader = Reader::unpack(packed, FURTHER_VERSION)?;
        let cells = read_cells(&mut reader)?;
        let mut further = BTreeMap::new();
        if reader.version() == FURTHER_VERSION {
            for _ in 0..reader.count()? {
                let metric = reader.text()?.parse().ok();
                let grain = if reader.text()? == Grain::Hour.as_str() {
                    Grain::Hour
                } else {
                    Grain::Day
                };
                let cells = read_cells(&mut reader)?;
                // A metric that this edition does not know stays what it is: not known.
                further.extend(metric.map(|metric| ((grain, metric), cells)));
            }
        }
        Ok(Self { cells, further })
    }
}

fn write_cells<V: Values>(writer: &mut Writer, cells: &[Cell<V>]) {
    let mut by_object: BTreeMap<Uuid, Vec<&Cell<V>>> = BTreeMap::new();
    for cell in cells {
        by_object.entry(cell.object).or_default().push(cell);
    }
    writer.count(by_object.len());
    for (object, mut cells) in by_object {
        cells.sort_by_key(|cell| (cell.hour.is_some(), cell.day, cell.hour));
        writer.id(object);
        writer.count(cells.len());
        let mut day = 0;
        for cell in cells {
            writer.signed(cell.day.wrapping_sub(day));
            day = cell.day;
            writer.unsigned(cell.hour.map_or(0, |hour| u64::from(hour).saturating_add(1)));
            for place in 0..V::COUNT {
                writer.signed(cell.cells.value(place));
            }
        }
    }
}

fn read_cells<V: Values>(reader: &mut Reader) -> Result<Vec<Cell<V>>, StoreError> {
    let mut found = Vec::new();
    for _ in 0..reader.count()? {
        let object = reader.id()?;
        let mut day = 0_i64;
        for _ in 0..reader.count()? {
            day = day.wrapping_add(reader.signed()?);
            let hour = u8::try_from(reader.unsigned()?).unwrap_or(0).checked_sub(1);
            let mut cells = V::default();
            for place in 0..V::COUNT {
                cells.set(place, reader.signed()?);
            }
            found.push(Cell {
                object,
                day,
                hour,
                cells,
            });
        }
    }
    Ok(found)
}

/// Per object, its buckets of one day: elapsed hours, or one for the whole day.
pub type Buckets<V> = BTreeMap<Uuid, Vec<V>>;

/// One day of every object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    pub buckets: Buckets<BaseCells>,
    /// Every metric beyond the base ones that was reported of this day; an object that is not there had none of it.
    pub further: BTreeMap<Metric, Buckets<i64>>,
}

impl Block {
    /// Which metrics beyond the base ones were reported of this day.
    pub fn reported(&self) -> BTreeSet<Metric> {
        self.further.keys().copied().collect()
    }

    pub fn pack(&self) -> Result<Vec<u8>, StoreError> {
        let mut writer = Writer::new(version_of(self.further.is_empty()));
        write_buckets(&mut writer, &self.buckets);
        if !self.further.is_empty() {
            writer.count(self.further.len());
            for (metric, buckets) in &self.further {
                writer.text(metric.as_str());
                write_buckets(&mut writer, buckets);
            }
        }
        writer.pack()
    }

    pub fn unpack(packed: &[u8]) -> Result<Self, StoreError> {
        let mut reader = Reader::unpack(packed, FURTHER_VERSION)?;
        let buckets = read_buckets(&mut reader)?;
        let mut further = BTreeMap::new();
        if reader.version() == FURTHER_VERSION {
            for _ in 0..reader.count()? {
                let metric = reader.text()?.parse().ok();
                let buckets = read_buckets(&mut reader)?;
                further.extend(metric.map(|metric| (metric, buckets)));
            }
        }
        Ok(Self { buckets, further })
    }
}

fn write_buckets<V: Values>(writer: &mut Writer, buckets: &Buckets<V>) {
    writer.count(buckets.len());
    for (object, own) in buckets {
        writer.id(*object);
        writer.count(own.len());
    }
    // Column by column: the same metric of neighbouring hours.
    for place in 0..V::COUNT {
        for cells in buckets.values().flatten() {
            writer.signed(cells.value(place));
        }
    }
}

fn read_buckets<V: Values>(reader: &mut Reader) -> Result<Buckets<V>, StoreError> {
    let mut shape = Vec::new();
    for _ in 0..reader.count()? {
        shape.push((reader.id()?, reader.count()?));
    }
    let mut columns: Vec<Vec<V>> = shape
        .iter()
        .map(|(_, own)| vec![V::default(); (*own).min(32)])
        .collect();
    for place in 0..V::COUNT {
        for cells in columns.iter_mut().flatten() {
            cells.set(place, reader.signed()?);
        }
    }
    let objects = shape.into_iter().map(|(object, _)| object);
    Ok(objects.zip(columns).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> impl Strategy<Value = BaseCells> {
        proptest::array::uniform5(any::<i64>()).prop_map(from_lanes)
    }

    fn cell<V: std::fmt::Debug>(value: impl Strategy<Value = V>) -> impl Strategy<Value = Cell<V>> {
        (
            0_u128..5,
            20_000_i64..20_100,
            proptest::option::of(0_u8..25),
            value,
        )
            .prop_map(|(id, day, hour, cells)| Cell {
                object: Uuid::from_u128(id),
                day,
                hour,
                cells,
            })
    }

    fn metric() -> impl Strategy<Value = Metric> {
        let within = dsl::Metric::Conversions.within(dsl::Attribution::Click7d);
        proptest::sample::select(vec![Metric::Engagements, Metric::AllConversions, within])
    }

    fn buckets<V: std::fmt::Debug>(value: impl Strategy<Value = V>) -> impl Strategy<Value = Buckets<V>> {
        let own = proptest::collection::vec(value, 0..25);
        proptest::collection::btree_map((0_u128..9).prop_map(Uuid::from_u128), own, 0..9)
    }

    fn sorted<V: Copy + Ord>(cells: &[Cell<V>]) -> Vec<(Uuid, i64, Option<u8>, V)> {
        let mut cells: Vec<_> = cells
            .iter()
            .map(|cell| (cell.object, cell.day, cell.hour, cell.cells))
            .collect();
        cells.sort_unstable();
        cells
    }

    fn base_of(cells: &[Cell]) -> Vec<Cell<[i64; METRICS]>> {
        cells
            .iter()
            .map(|cell| Cell {
                object: cell.object,
                day: cell.day,
                hour: cell.hour,
                cells: lanes(cell.cells),
            })
            .collect()
    }

    proptest! {
        #[test]
        fn a_frame_survives_packing(cells in proptest::collection::vec(cell(base()), 0..60),
            further in proptest::collection::btree_map((proptest::sample::select(vec![Grain::Day, Grain::Hour]), metric()),
                proptest::collection::vec(cell(any::<i64>()), 0..9), 0..4)) {
            let frame = Frame { cells, further };
            let unpacked = Frame::unpack(&frame.pack().unwrap()).unwrap();
            prop_assert_eq!(sorted(&base_of(&unpacked.cells)), sorted(&base_of(&frame.cells)));
            prop_assert!(unpacked.further.keys().eq(frame.further.keys()));
            for (lane, cells) in &frame.further {
                prop_assert_eq!(sorted(&unpacked.further[lane]), sorted(cells));
            }
        }

        #[test]
        fn a_block_survives_packing(buckets in buckets(base()),
            further in proptest::collection::btree_map(metric(), buckets(any::<i64>()), 0..4)) {
            let block = Block { buckets, further };
            prop_assert_eq!(Block::unpack(&block.pack().unwrap()).unwrap(), block);
        }
    }

    /// What earlier editions wrote is what an account without further metrics still writes.
    #[test]
    fn the_base_metrics_alone_are_written_as_they_always_were() {
        let object = Uuid::from_u128(7);
        let mut writer = Writer::new(1);
        writer.count(1);
        writer.id(object);
        writer.count(2);
        for value in [3, 4, 0, 0, 5, 6, 0, 0, 0, 0] {
            writer.signed(value);
        }
        let hour = |impressions, spend| BaseCells {
            impressions,
            spend,
            ..BaseCells::default()
        };
        let block = Block {
            buckets: Buckets::from([(object, vec![hour(3, 5), hour(4, 6)])]),
            further: BTreeMap::new(),
        };
        let stored = writer.pack().unwrap();
        assert_eq!(Block::unpack(&stored).unwrap(), block);
        assert_eq!(block.pack().unwrap(), stored);

        let mut writer = Writer::new(1);
        writer.count(1);
        writer.id(object);
        writer.count(1);
        for value in [20_500, 0, 3, 0, 5, 0, 0] {
            writer.signed(value);
        }
        let frame = Frame {
            cells: vec![Cell {
                object,
                day: 20_500,
                hour: None,
                cells: hour(3, 5),
            }],
            further: BTreeMap::new(),
        };
        let stored = writer.pack().unwrap();
        assert_eq!(Frame::unpack(&stored).unwrap(), frame);
        assert_eq!(frame.pack().unwrap(), stored);
    }

    #[test]
    fn a_lane_of_an_unknown_metric_is_not_known() {
        let mut writer = Writer::new(2);
        writer.count(0);
        writer.count(2);
        for word in ["hearts", "engagements"] {
            writer.text(word);
            writer.count(1);
            writer.id(Uuid::from_u128(7));
            writer.count(1);
            writer.signed(9);
        }
        let block = Block::unpack(&writer.pack().unwrap()).unwrap();
        assert_eq!(block.reported(), [Metric::Engagements].into());
        assert_eq!(block.further[&Metric::Engagements][&Uuid::from_u128(7)], [9]);
    }
}
