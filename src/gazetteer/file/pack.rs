//! Columns of numbers and texts as bytes: numbers in seven bits a byte, lowest first, texts as their lengths and then their
//! bytes.

/// Writes columns.
#[derive(Debug, Default)]
pub(super) struct Pack {
    out: Vec<u8>,
}

/// Coordinates are mostly given to five decimals.
const DECIMALS: f64 = 1e5;

impl Pack {
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    pub fn number(&mut self, mut number: u64) {
        while number > 0x7F {
            self.out.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
    }

    pub fn numbers(&mut self, numbers: impl Iterator<Item = u64>) {
        numbers.for_each(|number| self.number(number));
    }

    /// Ascending numbers as the steps between them.
    pub fn ascending(&mut self, numbers: impl Iterator<Item = u64>) {
        let mut last = 0;
        for number in numbers {
            self.number(number.wrapping_sub(last));
            last = number;
        }
    }

    pub fn texts<'a>(&mut self, texts: impl Iterator<Item = &'a String> + Clone) {
        self.numbers(texts.clone().map(|text| text.len() as u64));
        texts.for_each(|text| self.out.extend_from_slice(text.as_bytes()));
    }

    pub fn lists<'a>(&mut self, lists: impl Iterator<Item = &'a Vec<String>> + Clone) {
        self.numbers(lists.clone().map(|list| list.len() as u64));
        self.texts(lists.flatten());
    }

    /// Numbers with at most five decimals as whole ones, every other bit by bit.
    pub fn degrees(&mut self, degrees: impl Iterator<Item = f64>) {
        for value in degrees {
            let whole = (value * DECIMALS).round() as i64;
            // The bits, because -0 equals 0 and is another number.
            if whole.unsigned_abs() < 1_000_000_000 && (whole as f64 / DECIMALS).to_bits() == value.to_bits()
            {
                self.number(((whole << 1) ^ (whole >> 63)).cast_unsigned() + 1);
            } else {
                self.number(0);
                self.out.extend_from_slice(&value.to_bits().to_le_bytes());
            }
        }
    }
}

/// Reads columns in the order they were written; `None` where the bytes are no such column.
#[derive(Debug)]
pub(super) struct Unpack<'a> {
    rest: &'a [u8],
}

impl<'a> Unpack<'a> {
    pub fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes(1)?[0];
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A count of things that take at least a byte each.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.rest.len()).then_some(count)
    }

    pub fn numbers(&mut self, count: usize) -> Option<Vec<u64>> {
        (0..count).map(|_| self.number()).collect()
    }

    /// Numbers that must fit 32 bits, as the steps between them.
    pub fn ascending(&mut self, count: usize) -> Option<Vec<u32>> {
        let mut last = 0_u32;
        let mut next = || {
            last = last.checked_add(u32::try_from(self.number()?).ok()?)?;
            Some(last)
        };
        (0..count).map(|_| next()).collect()
    }

    pub fn texts(&mut self, count: usize) -> Option<Vec<String>> {
        let lengths = self.numbers(count)?;
        let mut text = |length: u64| {
            let bytes = self.bytes(usize::try_from(length).ok()?)?;
            std::str::from_utf8(bytes).ok().map(str::to_owned)
        };
        lengths.into_iter().map(&mut text).collect()
    }

    pub fn lists(&mut self, count: usize) -> Option<Vec<Vec<String>>> {
        let lengths = self.numbers(count)?;
        let total = usize::try_from(lengths.iter().try_fold(0_u64, |sum, n| sum.checked_add(*n))?).ok()?;
        let mut texts = self.texts((total <= self.rest.len()).then_some(total)?)?.into_iter();
        Some(lengths.into_iter().map(|length| texts.by_ref().take(length as usize).collect()).collect())
    }

    pub fn degrees(&mut self, count: usize) -> Option<Vec<f64>> {
        let mut next = || match self.number()? {
            0 => Some(f64::from_bits(u64::from_le_bytes(self.bytes(8)?.try_into().ok()?))),
            number => {
                let number = number - 1;
                let whole = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
                Some(whole as f64 / DECIMALS)
            }
        };
        (0..count).map(|_| next()).collect()
    }
}
