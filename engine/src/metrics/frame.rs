//! Frames: the cells one sync changed. And blocks: one day's buckets of every object, its hours or the day as a whole.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::codec::{Reader, Writer};
use crate::{connections::platform::BaseCells, store::StoreError};

const FRAME_VERSION: u8 = 1;
const BLOCK_VERSION: u8 = 1;

/// How many base metrics there are, in the order of [`lanes`].
pub const METRICS: usize = 5;

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

/// One changed cell group: an object's base metrics in one bucket, as they are since this sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub object: Uuid,
    pub day: i64,
    /// Elapsed-hour bucket; `None` at day grain.
    pub hour: Option<u8>,
    pub cells: BaseCells,
}

/// What one sync changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    pub cells: Vec<Cell>,
}

impl Frame {
    /// Packs the frame, cells of one object together so that neighbours resemble each other.
    pub fn pack(&self) -> Result<Vec<u8>, StoreError> {
        let mut by_object: BTreeMap<Uuid, Vec<&Cell>> = BTreeMap::new();
        for cell in &self.cells {
            by_object.entry(cell.object).or_default().push(cell);
        }
        let mut writer = Writer::new(FRAME_VERSION);
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
                for lane in lanes(cell.cells) {
                    writer.signed(lane);
                }
            }
        }
        writer.pack()
    }

    pub fn unpack(packed: &[u8]) -> Result<Self, StoreError> {
        let mut reader = Reader::unpack(packed, FRAME_VERSION)?;
        let mut frame = Self::default();
        for _ in 0..reader.count()? {
            let object = reader.id()?;
            let mut day = 0_i64;
            for _ in 0..reader.count()? {
                day = day.wrapping_add(reader.signed()?);
                let hour = u8::try_from(reader.unsigned()?).unwrap_or(0).checked_sub(1);
                let mut values = [0; METRICS];
                for value in &mut values {
                    *value = reader.signed()?;
                }
                frame.cells.push(Cell {
                    object,
                    day,
                    hour,
                    cells: from_lanes(values),
                });
            }
        }
        Ok(frame)
    }
}

/// One day: per object, per elapsed-hour bucket, or one bucket for the whole day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    pub buckets: BTreeMap<Uuid, Vec<BaseCells>>,
}

impl Block {
    pub fn pack(&self) -> Result<Vec<u8>, StoreError> {
        let mut writer = Writer::new(BLOCK_VERSION);
        writer.count(self.buckets.len());
        for (object, hours) in &self.buckets {
            writer.id(*object);
            writer.count(hours.len());
        }
        // Column by column: the same metric of neighbouring hours.
        for lane in 0..METRICS {
            for hours in self.buckets.values() {
                for cells in hours {
                    writer.signed(lanes(*cells).get(lane).copied().unwrap_or(0));
                }
            }
        }
        writer.pack()
    }

    pub fn unpack(packed: &[u8]) -> Result<Self, StoreError> {
        let mut reader = Reader::unpack(packed, BLOCK_VERSION)?;
        let mut shape = Vec::new();
        for _ in 0..reader.count()? {
            shape.push((reader.id()?, reader.count()?));
        }
        let mut columns: Vec<Vec<[i64; METRICS]>> = shape
            .iter()
            .map(|(_, hours)| vec![[0; METRICS]; (*hours).min(32)])
            .collect();
        for lane in 0..METRICS {
            for hours in &mut columns {
                for cells in hours {
                    if let Some(cell) = cells.get_mut(lane) {
                        *cell = reader.signed()?;
                    }
                }
            }
        }
        let buckets = shape
            .into_iter()
            .zip(columns)
            .map(|((object, _), hours)| (object, hours.into_iter().map(from_lanes).collect()))
            .collect();
        Ok(Self { buckets })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base() -> impl Strategy<Value = BaseCells> {
        proptest::array::uniform5(any::<i64>()).prop_map(from_lanes)
    }

    proptest! {
        #[test]
        fn a_frame_survives_packing(cells in proptest::collection::vec((0_u128..5, 20_000_i64..20_100, proptest::option::of(0_u8..25), base()), 0..60)) {
            let frame = Frame { cells: cells.into_iter().map(|(id, day, hour, cells)| Cell { object: Uuid::from_u128(id), day, hour, cells }).collect() };
            let unpacked = Frame::unpack(&frame.pack().unwrap()).unwrap();
            let key = |cell: &Cell| (cell.object, cell.day, cell.hour, lanes(cell.cells));
            let mut before: Vec<_> = frame.cells.iter().map(key).collect();
            let mut after: Vec<_> = unpacked.cells.iter().map(key).collect();
            before.sort_unstable();
            after.sort_unstable();
            prop_assert_eq!(before, after);
        }

        #[test]
        fn a_block_survives_packing(objects in proptest::collection::btree_map(0_u128..9, proptest::collection::vec(base(), 0..25), 0..9)) {
            let block = Block { buckets: objects.into_iter().map(|(id, hours)| (Uuid::from_u128(id), hours)).collect() };
            prop_assert_eq!(Block::unpack(&block.pack().unwrap()).unwrap(), block);
        }
    }
}
