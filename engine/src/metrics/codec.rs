//! The bytes of blocks and frames: zigzag varints, then zstd. Small numbers, many zeros and repeats compress well.

use uuid::Uuid;

use crate::store::StoreError;

/// Level 3 is zstd's own default: the knee of its speed-to-size curve.
const LEVEL: i32 = 3;
/// No block of ours is larger unpacked; a larger one is not ours.
const UNPACKED_LIMIT: usize = 256 << 20;

#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub fn new(version: u8) -> Self {
        Self { bytes: vec![version] }
    }

    pub fn unsigned(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(u8::try_from(value & 0x7f).unwrap_or(0) | 0x80);
            value >>= 7;
        }
        self.bytes.push(u8::try_from(value).unwrap_or(0));
    }

    pub fn signed(&mut self, value: i64) {
        self.unsigned((value.cast_unsigned() << 1) ^ (value >> 63).cast_unsigned());
    }

    pub fn count(&mut self, value: usize) {
        self.unsigned(u64::try_from(value).unwrap_or(u64::MAX));
    }

    pub fn id(&mut self, id: Uuid) {
        self.bytes.extend_from_slice(id.as_bytes());
    }

    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub fn pack(self) -> Result<Vec<u8>, StoreError> {
        zstd::bulk::compress(&self.bytes, LEVEL)
            .map_err(|error| StoreError::inconsistent("packing", error.to_string()))
    }
}

#[derive(Debug)]
pub struct Reader {
    bytes: Vec<u8>,
    position: usize,
    version: u8,
}

impl Reader {
    /// Unpacks what was written in a version from 1 to the newest one known.
    pub fn unpack(packed: &[u8], newest: u8) -> Result<Self, StoreError> {
        let bytes = zstd::bulk::decompress(packed, UNPACKED_LIMIT)
            .map_err(|error| StoreError::inconsistent("unpacking", error.to_string()))?;
        match bytes.first() {
            Some(&version) if (1..=newest).contains(&version) => Ok(Self {
                bytes,
                position: 1,
                version,
            }),
            other => Err(StoreError::inconsistent(
                "unpacking",
                format!("version {other:?}"),
            )),
        }
    }

    /// The version it was written in.
    pub fn version(&self) -> u8 {
        self.version
    }

    fn short() -> StoreError {
        StoreError::inconsistent("unpacking", "the bytes end too early")
    }

    pub fn unsigned(&mut self) -> Result<u64, StoreError> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.position).ok_or_else(Self::short)?;
            self.position += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(StoreError::inconsistent("unpacking", "a number is too long"))
    }

    pub fn signed(&mut self) -> Result<i64, StoreError> {
        let raw = self.unsigned()?;
        Ok((raw >> 1).cast_signed() ^ (raw & 1).cast_signed().wrapping_neg())
    }

    pub fn count(&mut self) -> Result<usize, StoreError> {
        usize::try_from(self.unsigned()?)
            .map_err(|_| StoreError::inconsistent("unpacking", "a count is too large"))
    }

    pub fn id(&mut self) -> Result<Uuid, StoreError> {
        let end = self.position + 16;
        let bytes = self.bytes.get(self.position..end).ok_or_else(Self::short)?;
        self.position = end;
        Uuid::from_slice(bytes).map_err(|_| Self::short())
    }

    pub fn text(&mut self) -> Result<String, StoreError> {
        let length = self.count()?;
        let end = self.position.checked_add(length).ok_or_else(Self::short)?;
        let bytes = self.bytes.get(self.position..end).ok_or_else(Self::short)?;
        self.position = end;
        String::from_utf8(bytes.to_vec())
            .map_err(|error| StoreError::inconsistent("unpacking", error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(values in proptest::collection::vec(any::<i64>(), 0..200), text in ".{0,40}") {
            let mut writer = Writer::new(7);
            writer.count(values.len());
            for value in &values { writer.signed(*value); }
            writer.text(&text);
            let packed = writer.pack().unwrap();
            let mut reader = Reader::unpack(&packed, 8).unwrap();
            prop_assert_eq!(reader.version(), 7);
            prop_assert_eq!(reader.count().unwrap(), values.len());
            for value in &values { prop_assert_eq!(reader.signed().unwrap(), *value); }
            prop_assert_eq!(reader.text().unwrap(), text);
            prop_assert!(Reader::unpack(&packed, 6).is_err());
        }

        #[test]
        fn foreign_bytes_are_an_error_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(mut reader) = Reader::unpack(&bytes, 1) {
                while reader.signed().is_ok() {}
            }
        }
    }
}
